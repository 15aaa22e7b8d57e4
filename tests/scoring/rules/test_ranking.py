"""Standings, places and ties."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.contests.rules.rulebook import DecidesOn, Rulebook, TieBreak, TieKind
from contest_portal.jury.rules.lot import lot_number
from contest_portal.kernel.sentences import text_of
from contest_portal.scoring.rules.ranking import Candidate, RankedGroup, Standing, rank, undecided_ties
from contest_portal.scoring.rules.totals import PhaseAttendance
from tests.factories.contests import RULEBOOK
from tests.scoring.entries import ENTERED, candidate

ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no reason to fail."""


def with_chain(*links: TieBreak, decides_on: DecidesOn = DecidesOn.ROUNDED) -> Rulebook:
    return replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, tie_breaks=links, decides_on=decides_on))


def places(ranking: tuple[RankedGroup, ...]) -> list[tuple[str, str, int | None]]:
    return [(line.code, line.standing.value, line.place) for line in ranking]


def reason(line: RankedGroup) -> str:
    return line.reason.text if line.reason is not None else ""


def test_places_count_from_one_inside_each_category_by_descending_total() -> None:
    ranking = rank(
        [
            candidate("A", 40, 35),
            candidate("B", 45, 40, category="MARCHA"),
            candidate("C", 40, 38),
            candidate("D", 30, 45, category="MARCHA"),
        ],
        RULEBOOK,
    )

    assert [(line.category, line.code, line.place) for line in ranking] == [
        ("IDEA", "C", 1),
        ("IDEA", "A", 2),
        ("MARCHA", "B", 1),
        ("MARCHA", "D", 2),
    ]


def test_the_pass_mark_itself_passes_and_half_a_point_less_does_not() -> None:
    ranking = rank([candidate("A", 35, 35), candidate("B", 35, Fraction(69, 2))], RULEBOOK)

    assert [(line.code, line.standing, line.place, reason(line)) for line in ranking] == [
        ("A", Standing.PASSED, 1, ""),
        ("B", Standing.BELOW_PASS, None, "69.50 puntos, por debajo del mínimo de 70.00."),
    ]


@pytest.mark.parametrize(
    ("decides_on", "standing"),
    [(DecidesOn.ROUNDED, Standing.PASSED), (DecidesOn.EXACT, Standing.BELOW_PASS)],
)
def test_whether_69_995_passes_is_what_the_rules_declare(decides_on: DecidesOn, standing: Standing) -> None:
    (line,) = rank([candidate("A", 35, Fraction(34_995, 1000))], with_chain(decides_on=decides_on))

    assert line.standing is standing


def test_a_disqualified_group_has_no_place_and_its_reason_has_the_figures() -> None:
    absence = PhaseAttendance("FIELD", 1, 4)
    (line,) = rank([candidate("A", 50, 50, absence=absence)], RULEBOOK)

    assert (line.standing, line.place, reason(line)) == (
        Standing.DISQUALIFIED,
        None,
        "Descalificado en Evaluación de campo: 1 de 4 hogares presentes, menos del 50 % exigido.",
    )


@pytest.mark.parametrize(
    ("chain", "first", "second", "name"),
    [
        (
            (TieBreak(TieKind.PHASE_SCORE, "FIELD"),),
            candidate("B", 41, 39),
            candidate("A", 40, 40),
            "Decide el mayor puntaje en Evaluación de campo.",
        ),
        (
            (TieBreak(TieKind.PHASE_SCORE, "PUBLIC"),),
            candidate("B", 40, 40),
            candidate("A", 41, 39),
            "Decide el mayor puntaje en Presentación pública.",
        ),
        (
            (TieBreak(TieKind.MORE_WOMEN),),
            candidate("B", 40, 40, women=3),
            candidate("A", 40, 40, women=2),
            "Decide el mayor número de mujeres.",
        ),
        (
            (TieBreak(TieKind.MORE_HOUSEHOLDS),),
            candidate("B", 40, 40, households=5),
            candidate("A", 40, 40, households=4),
            "Decide el mayor número de hogares.",
        ),
        (
            (TieBreak(TieKind.EARLIER_ENTRY),),
            candidate("B", 40, 40, submitted_at=ENTERED - timedelta(microseconds=1)),
            candidate("A", 40, 40),
            "Decide la presentación más temprana.",
        ),
        (
            (TieBreak(TieKind.MORE_WOMEN), TieBreak(TieKind.MORE_HOUSEHOLDS)),
            candidate("B", 40, 40, households=5),
            candidate("A", 40, 40, households=4),
            "Decide el mayor número de hogares.",
        ),
    ],
    ids=["field", "public", "women", "households", "entry", "second link"],
)
def test_each_link_decides_and_is_named(
    chain: tuple[TieBreak, ...], first: Candidate, second: Candidate, name: str
) -> None:
    ranking = rank([second, first], with_chain(*chain))

    assert [(line.code, line.place, text_of(line.tie_note)) for line in ranking] == [
        ("B", 1, f"Empate con A en 80.00 puntos. {name}"),
        ("A", 2, f"Empate con B en 80.00 puntos. {name}"),
    ]


def test_a_tie_of_three_names_what_separates_each_from_its_neighbours() -> None:
    chain = with_chain(TieBreak(TieKind.PHASE_SCORE, "FIELD"), TieBreak(TieKind.MORE_WOMEN))
    ranking = rank(
        [candidate("A", 40, 40, women=1), candidate("B", 40, 40, women=2), candidate("C", 42, 38)], chain
    )

    assert [(line.code, line.place, text_of(line.tie_note)) for line in ranking] == [
        ("C", 1, "Empate con B, A en 80.00 puntos. Decide el mayor puntaje en Evaluación de campo."),
        (
            "B",
            2,
            "Empate con C, A en 80.00 puntos. Decide el mayor puntaje en Evaluación de campo. Decide el "
            "mayor número de mujeres.",
        ),
        ("A", 3, "Empate con C, B en 80.00 puntos. Decide el mayor número de mujeres."),
    ]


def test_totals_that_differ_below_the_second_decimal_tie_when_the_printed_total_decides() -> None:
    near = [candidate("A", 40, Fraction(40_001, 1000), women=1), candidate("B", 40, 40, women=2)]
    by_women = TieBreak(TieKind.MORE_WOMEN)

    rounded = rank(near, with_chain(by_women))
    exact = rank(near, with_chain(by_women, decides_on=DecidesOn.EXACT))

    assert [line.code for line in rounded] == ["B", "A"]
    assert [line.code for line in exact] == ["A", "B"]


def test_the_lot_is_the_order_of_a_hash_that_anyone_can_repeat() -> None:
    rulebook = with_chain(TieBreak(TieKind.LOT))
    tied = [candidate(code, 40, 40) for code in ("A", "B", "C", "D")]
    by_hand = sorted("ABCD", key=lambda code: sha256(f"{rulebook.code}|4711|{code}".encode()).hexdigest())

    ranking = rank(tied, rulebook, lot_seed="4711")

    assert [line.code for line in ranking] == by_hand
    assert [line.place for line in ranking] == [1, 2, 3, 4]
    assert lot_number("X", "1", "A") == sha256(b"X|1|A").hexdigest()


def test_groups_the_chain_cannot_separate_share_a_place_and_ask_for_a_lot() -> None:
    rulebook = with_chain(TieBreak(TieKind.MORE_WOMEN))
    ranking = rank([candidate("B", 40, 40), candidate("A", 40, 40), candidate("C", 40, 36)], rulebook)

    assert places(ranking) == [("A", "passed", 1), ("B", "passed", 1), ("C", "passed", 3)]
    assert [(p.code, p.params) for p in undecided_ties(ranking)] == [
        ("ranking.lot_missing", {"groups": "A, B"})
    ]


def test_a_lot_without_its_seed_decides_nothing_and_asks_for_the_seed() -> None:
    rulebook = with_chain(TieBreak(TieKind.LOT))
    ranking = rank([candidate("A", 40, 40), candidate("B", 40, 40)], rulebook)

    assert [p.code for p in undecided_ties(ranking)] == ["ranking.lot_missing"]
    assert undecided_ties(rank([candidate("A", 40, 40)], rulebook)) == ()


@pytest.mark.parametrize("kind", [TieKind.MORE_WOMEN, TieKind.EARLIER_ENTRY])
def test_the_lot_is_the_last_link_of_every_chain(kind: TieKind) -> None:
    tied = [candidate(code, 40, 40) for code in ("A", "B")]
    rulebook = with_chain(TieBreak(kind))

    ranking = rank(tied, rulebook, lot_seed="4-7-1-1")

    assert sorted(line.place or 0 for line in ranking) == [1, 2]
    assert undecided_ties(ranking) == ()
    assert [note.text for line in ranking for note in line.tie_note[1:]] == ["Decide el sorteo público."] * 2


def test_an_exact_total_just_below_the_pass_mark_is_not_printed_as_the_pass_mark() -> None:
    whole = replace(RULEBOOK.scoring, decimals=0, decides_on=DecidesOn.EXACT)
    (line,) = rank([candidate("A", 35, Fraction(209, 6))], replace(RULEBOOK, scoring=whole))

    assert (line.standing, reason(line)) == (
        Standing.BELOW_PASS,
        "69.8 puntos, por debajo del mínimo de 70.00.",
    )


def test_exact_totals_that_decide_a_place_are_printed_apart() -> None:
    near = [candidate("A", 40, Fraction(40_001, 1000)), candidate("B", 40, 40)]

    ranking = rank(near, with_chain(TieBreak(TieKind.LOT), decides_on=DecidesOn.EXACT))

    assert [(line.code, line.place, str(line.total)) for line in ranking] == [
        ("A", 1, "80.001"),
        ("B", 2, "80.000"),
    ]


def test_groups_below_the_pass_mark_need_no_tie_break() -> None:
    rulebook = with_chain()
    ranking = rank([candidate("A", 30, 30), candidate("B", 30, 30)], rulebook)

    assert undecided_ties(ranking) == ()


@st.composite
def fields_of_candidates(draw: Any) -> tuple[Candidate, ...]:
    """Up to 12 groups with so few different values that ties are common."""
    return tuple(
        candidate(
            f"C-{number:03d}",
            draw(st.sampled_from([30, 35, Fraction(71, 2), 40])),
            draw(st.sampled_from([34, Fraction(69, 2), 35, 40])),
            category=draw(st.sampled_from(["IDEA", "MARCHA"])),
            women=draw(st.integers(0, 2)),
            submitted_at=ENTERED + timedelta(minutes=draw(st.integers(0, 1))),
            absence=draw(st.sampled_from([None, None, None, PhaseAttendance("FIELD", 1, 4)])),
        )
        for number in range(draw(st.integers(0, 12)))
    )


@ANY_MACHINE
@given(fields_of_candidates(), st.randoms(use_true_random=False))
def test_the_ranking_does_not_depend_on_the_order_of_its_input(
    candidates: tuple[Candidate, ...], random: Any
) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)

    assert rank(shuffled, RULEBOOK) == rank(candidates, RULEBOOK)


@ANY_MACHINE
@given(fields_of_candidates())
def test_with_a_lot_every_place_is_one_groups_own(candidates: tuple[Candidate, ...]) -> None:
    rulebook = with_chain(TieBreak(TieKind.LOT))
    ranking = rank(candidates, rulebook, lot_seed="sal y maíz")

    for category in ("IDEA", "MARCHA"):
        own = [line.place for line in ranking if line.category == category and line.place is not None]
        assert own == list(range(1, len(own) + 1))


@ANY_MACHINE
@given(fields_of_candidates())
def test_no_group_stands_before_one_with_a_higher_total(candidates: tuple[Candidate, ...]) -> None:
    ranking = rank(candidates, RULEBOOK)

    for category in ("IDEA", "MARCHA"):
        totals = [
            line.score.total for line in ranking if line.category == category and line.place is not None
        ]
        assert totals == sorted(totals, reverse=True)  # type: ignore[type-var]
