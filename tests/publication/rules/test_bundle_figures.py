"""Figures that no contest can have: at each place of a bundle, just at the boundary and one beyond it."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from benchmarks.invented_bundles import invented_bundle
from contest_portal.allocation.rules.claims import OwnPart
from contest_portal.contests.rules.allocation_terms import CountedPart
from contest_portal.contests.rules.second_rules import SecondRules
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.publication.rules.bundle import Bundle, BundleMove
from contest_portal.publication.rules.bundle_figures import figure_problems
from contest_portal.scoring.rules.entries import FactFigure, PhaseAttendance

LONG, TOO_LONG = Score(7 * 10**400, 400), Score(7, 401)


@cache
def whole() -> Bundle:
    """Make a bundle with a ranking and an allocation."""
    made = invented_bundle(3, groups=2, jurors=2, criteria=2)
    assert made.allocation is not None
    assert made.allocation.result.lines
    return made


def found(bundle: Bundle) -> list[tuple[str, str]]:
    return [(one.code, one.params["place"]) for one in figure_problems(bundle)]


def with_group(number: int, **changes: object) -> Bundle:
    groups = list(whole().groups)
    groups[number] = replace(groups[number], **changes)  # type: ignore[arg-type]
    return replace(whole(), groups=tuple(groups))


def moving(cents: int) -> BundleMove:
    return BundleMove("R-1", "", "IDEA", Money(cents))


def own(*cents: int) -> tuple[OwnPart, ...]:
    return tuple(
        OwnPart(CountedPart(one), Money(n)) for one, n in zip(list(CountedPart), cents, strict=False)
    )


def test_an_invented_contest_has_no_such_figure() -> None:
    assert found(whole()) == []


@pytest.mark.parametrize("number", [0, 1], ids=["first group", "second group"])
@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"women": -1}, ".women"),
        ({"households": -1}, ".households"),
        ({"requested": Money(-1)}, ".requested"),
        ({"own_parts": own(-1)}, ".own_parts[0].amount"),
    ],
    ids=["women", "households", "requested", "own part"],
)
def test_one_below_zero_is_named_with_its_place(number: int, changes: dict[str, object], place: str) -> None:
    assert found(with_group(number, **changes)) == [("bundle.below_zero", f"groups[{number}]{place}")]


@pytest.mark.parametrize(
    "changes",
    [{"women": 0}, {"households": 0}, {"requested": Money(0)}, {"own_parts": own(0)}, {"own_parts": ()}],
    ids=["women", "households", "requested", "own part", "no own part"],
)
def test_nothing_at_all_is_a_figure_too(changes: dict[str, object]) -> None:
    assert found(with_group(0, **changes)) == []


def test_every_figure_below_zero_is_named_at_once_and_in_order() -> None:
    bundle = with_group(1, women=-1, households=-2, requested=Money(-3))

    assert [place for _, place in found(replace(bundle, moves=(moving(5), moving(-5))))] == [
        "groups[1].women",
        "groups[1].households",
        "groups[1].requested",
        "moves[1].amount",
    ]


@pytest.mark.parametrize(
    ("part", "total", "fits"),
    [(0, 0, True), (0, 5, True), (5, 5, True), (6, 5, False), (-1, 5, False), (1, 0, False), (0, -1, False)],
)
def test_a_part_is_between_nothing_and_the_whole(part: int, total: int, *, fits: bool) -> None:
    fact = next(iter(FactKind))
    present = with_group(0, attendance=(PhaseAttendance("FIELD", part, total),), facts=())
    told = with_group(0, attendance=(), facts=(FactFigure(fact, 1, 1), FactFigure(fact, part, total)))

    assert [found(present), found(told)] == (
        [[], []]
        if fits
        else [
            [("bundle.part_beyond_whole", "groups[0].attendance[0]")],
            [("bundle.part_beyond_whole", "groups[0].facts[1]")],
        ]
    )


def total_of_place(bundle: Bundle, total: Score) -> Bundle:
    return replace(bundle, ranking=(*bundle.ranking[:1], replace(bundle.ranking[1], total=total)))


def pass_mark(bundle: Bundle, mark: Score) -> Bundle:
    scoring = replace(bundle.rules.scoring, pass_mark=mark)
    return replace(bundle, rules=replace(bundle.rules, scoring=scoring))


def second_pass_mark(bundle: Bundle, mark: Score) -> Bundle:
    second = SecondRules(phases=(), pass_mark=mark, quorum=1)
    return replace(bundle, rules=replace(bundle.rules, second=second))


def allocated_pass_mark(bundle: Bundle, mark: Score) -> Bundle:
    assert bundle.allocation is not None
    inputs = replace(bundle.allocation.inputs, pass_mark=mark)
    return replace(bundle, allocation=replace(bundle.allocation, inputs=inputs))


def candidate_total(bundle: Bundle, total: Score) -> Bundle:
    assert bundle.allocation is not None
    inputs = bundle.allocation.inputs
    first = replace(inputs.candidates[0], total=total)
    inputs = replace(inputs, candidates=(first, *inputs.candidates[1:]))
    return replace(bundle, allocation=replace(bundle.allocation, inputs=inputs))


def line_total(bundle: Bundle, total: Score) -> Bundle:
    assert bundle.allocation is not None
    result = bundle.allocation.result
    result = replace(result, lines=(replace(result.lines[0], total=total), *result.lines[1:]))
    return replace(bundle, allocation=replace(bundle.allocation, result=result))


@pytest.mark.parametrize(
    ("put", "place"),
    [
        (pass_mark, "rules.scoring.pass_mark"),
        (second_pass_mark, "rules.second.pass_mark"),
        (total_of_place, "ranking[1].total"),
        (allocated_pass_mark, "allocation.inputs.pass_mark"),
        (candidate_total, "allocation.inputs.candidates[0].total"),
        (line_total, "allocation.result.lines[0].total"),
    ],
    ids=["pass mark", "second pass mark", "ranking", "allocation", "candidate", "line"],
)
def test_a_score_of_more_than_400_decimals_is_named_wherever_it_stands(
    put: Callable[[Bundle, Score], Bundle], place: str
) -> None:
    told = [found(put(whole(), score)) for score in (Score(7, 0), LONG, TOO_LONG, Score(7, -1))]

    assert told == [[], [], [("bundle.decimals", place)], [("bundle.decimals", place)]]


@pytest.mark.parametrize(
    ("decimals", "fits"), [(-1, False), (0, True), (400, True), (401, False), (10**12, False)]
)
def test_decimals_that_totals_are_rounded_to_are_bounded(decimals: int, *, fits: bool) -> None:
    scoring = replace(whole().rules.scoring, decimals=decimals)

    told = found(replace(whole(), rules=replace(whole().rules, scoring=scoring)))

    assert told == ([] if fits else [("bundle.decimals", "rules.scoring.decimals")])


def test_a_bundle_of_nothing_but_rules_and_marks_is_looked_at_as_well() -> None:
    bare = replace(whole(), groups=(), ranking=(), allocation=None, moves=())

    assert found(bare) == []
    assert found(replace(bare, moves=(moving(-1),))) == [("bundle.below_zero", "moves[0].amount")]


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ({"women": -4}, "En «groups[0].women» hay una cifra menor que cero. Corríjala."),
        (
            {"attendance": (PhaseAttendance("FIELD", 9, 5),)},
            "En «groups[0].attendance[0]» la parte no está entre 0 y el total. Corrija una de las dos cifras.",
        ),
    ],
)
def test_the_sentence_names_the_place_and_what_to_do(group: dict[str, object], sentence: str) -> None:
    assert [(one.field, one.text) for one in figure_problems(with_group(0, **group))] == [("file", sentence)]


def test_an_exact_mean_may_be_any_fraction() -> None:
    """A fraction is not written out in decimals: no bound is set to it."""
    place = replace(whole().ranking[0], exact_total=Fraction(1, 10**500))

    assert found(replace(whole(), ranking=(place,))) == []
