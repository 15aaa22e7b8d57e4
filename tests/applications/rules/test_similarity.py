"""Near-identical profiles are found by the runs of words they share, as exact fractions."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.applications.rules.profile import Prospect, empty_profile
from contest_portal.applications.rules.similarity import Likeness, likeness, near_pairs, texts_of
from tests.factories.profiles import PROFILE

FIVE = "criamos cuyes de raza andina"
SIX = "criamos cuyes de raza andina hoy"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param((), (), Likeness(0, 0, ()), id="nothing to compare"),
        pytest.param((FIVE,), (), Likeness(0, 2, ()), id="one is empty"),
        pytest.param((FIVE,), (FIVE,), Likeness(2, 2, (FIVE,)), id="the same"),
        pytest.param((FIVE,), (SIX,), Likeness(2, 3, (FIVE,)), id="one word more"),
        pytest.param(
            ("CRIAMOS, cuyés de raza: ANDINA.",),
            (FIVE,),
            Likeness(2, 2, ("CRIAMOS cuyés de raza ANDINA",)),
            id="case, accents and points do not count",
        ),
        pytest.param(
            ("dos palabras",), ("dos palabras",), Likeness(1, 1, ("dos palabras",)), id="short text"
        ),
        pytest.param(("dos palabras",), ("dos palabras más",), Likeness(0, 2, ()), id="short texts differ"),
        pytest.param(
            ("uno dos tres cuatro AA cinco seis siete ocho",),
            ("uno dos tres cuatro BB cinco seis siete ocho",),
            Likeness(2, 10, ("uno dos tres cuatro", "cinco seis siete ocho")),
            id="what lies between is not shared",
        ),
        pytest.param((FIVE, FIVE), (FIVE,), Likeness(2, 2, (FIVE, FIVE)), id="said twice counts once"),
    ],
)
def test_likeness(one: tuple[str, ...], other: tuple[str, ...], expected: Likeness) -> None:
    assert likeness(one, other) == expected


@pytest.mark.parametrize(
    ("shared", "together", "share", "percent"),
    [
        (0, 0, Fraction(0), 0),
        (1, 3, Fraction(1, 3), 33),
        (2, 3, Fraction(2, 3), 66),
        (3, 3, Fraction(1), 100),
    ],
)
def test_the_share_is_exact_and_its_percent_rounded_down(
    shared: int, together: int, share: Fraction, percent: int
) -> None:
    found = Likeness(shared, together, ())

    assert (found.share, found.percent) == (share, percent)


def test_what_the_group_wrote_counts_without_kinds_and_units() -> None:
    texts = texts_of(PROFILE)

    assert PROFILE.summary in texts
    assert "Malla galvanizada" in texts
    assert not {"rollo", "unidad", "livestock"} & set(texts)


def test_pairs_are_pointed_out_the_nearest_first() -> None:
    changed = replace(PROFILE, summary="Otro resumen del negocio que nadie más escribió en este concurso.")
    other = replace(empty_profile(), situation=(Prospect("Tejemos mantas de lana", "Vender en Lima"),))

    pairs = near_pairs({7: other, 3: PROFILE, 5: changed, 9: PROFILE})

    assert [(pair.one, pair.other) for pair in pairs] == [(3, 9), (3, 5), (5, 9)]
    assert pairs[0].likeness.share == 1
    assert Fraction(1, 2) <= pairs[1].likeness.share < 1


def test_profiles_without_words_are_not_alike() -> None:
    assert near_pairs({1: empty_profile(), 2: empty_profile()}) == ()


WORDS = st.lists(st.sampled_from(("cuyes", "raza", "feria", "lana", "pan", "horno")), max_size=12)
TEXTS = st.lists(WORDS.map(" ".join), max_size=4).map(tuple)


@given(one=TEXTS, other=TEXTS)
def test_likeness_is_the_same_from_both_sides_and_never_above_the_whole(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    here, there = likeness(one, other), likeness(other, one)

    assert (here.shared, here.together) == (there.shared, there.together)
    assert 0 <= here.share <= 1
    assert 0 <= here.percent <= 100


@given(texts=TEXTS)
def test_every_text_is_wholly_like_itself(texts: tuple[str, ...]) -> None:
    found = likeness(texts, texts)

    assert found.shared == found.together
    assert found.passages == tuple(text for text in texts if text)


@given(one=TEXTS, other=TEXTS)
def test_what_is_shown_as_shared_stands_in_the_first(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    for passage in likeness(one, other).passages:
        assert any(passage in text for text in one)
