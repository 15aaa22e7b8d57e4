"""Surnames as they are read, compared and written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_portal.jury.rules.surnames import plain, surnames_of, written_as

NAMES = st.lists(st.text("abcñáéíóúüABCÑ", min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        pytest.param("Rosa Elena Ñahui Quispe", ("nahui", "quispe"), id="two given names"),
        pytest.param("ROSA ÑAHUI QUISPE", ("nahui", "quispe"), id="capitals"),
        pytest.param("  rosa   ñahui\tquispe ", ("nahui", "quispe"), id="spaces"),
        pytest.param("Rosa Ñahui", ("nahui",), id="one surname"),
        pytest.param("Ana de los Ángeles Poma San Martín", ("poma", "san martin"), id="a saint"),
        pytest.param("Ana Santa Cruz Poma", ("santa cruz", "poma"), id="a holy cross"),
        pytest.param("Luz Ramos de la Cruz", ("ramos", "de la cruz"), id="particles at the end"),
        pytest.param("de la Cruz", ("la cruz",), id="particles stand for the given name"),
        pytest.param("...", (), id="no word"),
    ],
)
def test_surnames_are_the_last_two_words_with_their_particles(
    full_name: str, expected: tuple[str, ...]
) -> None:
    assert surnames_of(full_name) == expected


@settings(max_examples=25, deadline=None)
@given(NAMES)
def test_a_name_is_compared_the_same_however_it_is_written(name: str) -> None:
    assert plain(name.upper()) == plain(name.lower()) == plain(f"  {name}  ") == plain(plain(name))
    assert plain(name).isascii()


@settings(max_examples=25, deadline=None)
@given(NAMES)
def test_a_given_name_is_always_left(name: str) -> None:
    words = plain(name).split()
    taken = " ".join(surnames_of(name)).split()

    assert len(taken) < len(words) or not taken
    assert words[len(words) - len(taken) :] == taken


@pytest.mark.parametrize(
    ("surname", "full_name", "expected"),
    [
        pytest.param("huaman", "Rosa HUAMÁN Poma", "HUAMÁN", id="as its owner writes it"),
        pytest.param("poma", "Poma Poma Poma", "Poma", id="the first of several"),
        pytest.param("poma", "", "Poma", id="nobody to ask"),
        pytest.param("san martin", "Ana San Martín", "San Martin", id="of several words"),
    ],
)
def test_a_surname_is_written_as_in_the_name_it_comes_from(
    surname: str, full_name: str, expected: str
) -> None:
    assert written_as(surname, full_name) == expected
