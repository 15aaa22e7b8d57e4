"""Names that are written differently and meant the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.registry.rules.name_likeness import (
    Likeness,
    allowed_difference,
    consonants,
    letters_apart,
    likeness,
    near_words,
    search_words,
    sounds_near,
    spoken,
    word_difference,
)

WORDS = st.text(alphabet="aehlqucpst", max_size=7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Ñahui  Luz ", ("nahui", "luz")),
        ("ÁNGELA de la Cruz-Soto", ("angela", "de", "la", "cruz", "soto")),
        ("D'Ángelo (viuda)", ("d", "angelo", "viuda")),
        ("' OR 1=1 --", ("or", "1", "1")),
        ("%_*", ()),
        ("", ()),
    ],
)
def test_a_name_is_split_into_plain_words(text: str, words: tuple[str, ...]) -> None:
    assert search_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quispe", "kispe"),
        ("huaman", "waman"),
        ("huaman", "guaman"),
        ("ccanto", "canto"),
        ("vasquez", "basques"),
        ("llanos", "yanos"),
        ("hermelinda", "ermelinda"),
        ("gimenez", "jimenez"),
        ("cecilia", "sesilia"),
    ],
)
def test_words_that_sound_the_same_are_written_the_same(one: str, other: str) -> None:
    assert spoken(one) == spoken(other)
    assert consonants(other) in sounds_near(one)
    assert word_difference(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("mamani", "mamani", 0),
        ("mamni", "mamani", 1),
        ("jaun", "juan", 1),
        ("rojas", "rosas", 1),
        ("condori", "condir", 2),
        ("ab", "ba", 1),
        ("", "ab", 2),
        ("quispe", "flores", 3),
    ],
)
def test_letters_apart_up_to_two(one: str, other: str, apart: int) -> None:
    assert min(letters_apart(one, other, most=2), 3) == apart
    assert min(letters_apart(other, one, most=2), 3) == apart


@given(WORDS, st.integers(min_value=0, max_value=7), st.sampled_from("aehlqucpst"))
def test_one_letter_more_is_one_letter_apart_and_sounds_near(word: str, place: int, letter: str) -> None:
    typed = word[:place] + letter + word[place:]

    assert letters_apart(typed, word, most=2) == 1


@given(WORDS, WORDS)
def test_likeness_of_words_does_not_depend_on_which_was_typed(one: str, other: str) -> None:
    assert min(word_difference(one, other), 3) == min(word_difference(other, one), 3)


@given(WORDS, WORDS, st.sampled_from((1, 2)))
def test_words_with_strange_letters_are_not_compared_and_nothing_is_lost(
    one: str, other: str, most: int
) -> None:
    written = letters_apart(one, other, most=most)
    heard = letters_apart(spoken(one), spoken(other), most=most)

    nearest = 0 if one == other else min(max(written, 1), max(heard, 1), most + 1)
    assert min(word_difference(one, other, most=most), most + 1) == nearest


@pytest.mark.parametrize(("word", "allowed"), [("lu", 0), ("luz", 1), ("rojas", 1), ("mamani", 2)])
def test_short_words_may_differ_less(word: str, allowed: int) -> None:
    assert allowed_difference(word) == allowed


def test_near_words_come_nearest_first_and_a_beginning_counts_as_one() -> None:
    known = ("mamani", "mamanchura", "maman", "romani", "flores", "mamami")

    assert near_words("mamani", known, most=10) == {"mamani": 0, "maman": 1, "mamami": 1, "romani": 2}
    assert near_words("maman", known, most=2) == {"maman": 0, "mamanchura": 1}


NEAR = {"mamni": {"mamani": 1}, "quispe": {"quispe": 0, "quispes": 1}, "luz": {"luz": 0}}


@pytest.mark.parametrize(
    ("typed", "name", "answer"),
    [
        (("quispe", "luz"), "quispe rojas luz", Likeness(0, 100, ())),
        (("mamni", "luz"), "mamani rojas luz", Likeness(1, 87, (("mamni", "mamani"),))),
        (("quispe",), "quispes rojas", Likeness(1, 83, (("quispe", "quispes"),))),
        (("quispe", "quispe"), "quispe rojas luz", None),
        (("quispe", "quispe"), "quispe quispe luz", Likeness(0, 100, ())),
        (("luz", "mamni"), "rojas luz", None),
    ],
)
def test_a_name_answers_when_each_typed_word_has_a_word_of_its_own(
    typed: tuple[str, ...], name: str, answer: Likeness | None
) -> None:
    assert likeness(typed, NEAR, name) == answer
