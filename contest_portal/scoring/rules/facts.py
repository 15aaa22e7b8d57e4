"""Criteria that no juror marks: a share that the register tells becomes points by bands of one lower bound each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from contest_portal.contests.rules.sheets import Band, Criterion, FactKind, Phase
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark, FactFigure, ScoredEntry

Facts = Mapping[FactKind, FactFigure]


def band_of(criterion: Criterion, share: Fraction) -> Band:
    """Give the band that a share falls in: the highest lower bound it reaches. Bands start at zero."""
    return max((band for band in criterion.bands if band.least <= share), key=lambda band: band.least)


def computed_marks(phase: Phase, facts: Facts, *, per_point: int) -> tuple[CriterionMark, ...]:
    """Mark the criteria that the register fills in, as far as their facts are known."""
    return tuple(
        CriterionMark(criterion.code, Mark(points * per_point, per_point))
        for criterion, points in _computed(phase, facts)
    )


def filled_in(sheet: CountedSheet, phase: Phase, computed: tuple[CriterionMark, ...]) -> CountedSheet:
    """Add to a juror's sheet the computed criteria that stand on it."""
    on_sheet = {criterion.code for criterion in phase.sheet_of(sheet.evaluator_class)}
    return replace(sheet, marks=(*sheet.marks, *(given for given in computed if given.criterion in on_sheet)))


def missing_facts(entry: ScoredEntry, phase: Phase) -> Iterator[Problem]:
    """Name what the register should have told of a group and did not; attendance has a problem of its own."""
    known = entry.facts_in(phase)
    for criterion in phase.criteria:
        if criterion.is_computed and criterion.fact not in (FactKind.ATTENDANCE, *known):
            yield Problem(
                "facts.missing",
                field=criterion.code,
                message=N_(
                    "Del grupo %(group)s falta el dato del padrón para «%(criterion)s». Avise a soporte: se anota al "
                    "abrir la evaluación."
                ),
                params={"group": entry.code, "criterion": criterion.text},
            )


def _computed(phase: Phase, facts: Facts) -> Iterator[tuple[Criterion, int]]:
    for criterion in phase.criteria:
        fact = facts.get(criterion.fact) if criterion.is_computed and criterion.fact else None
        if fact is not None:
            yield criterion, band_of(criterion, fact.share).points
