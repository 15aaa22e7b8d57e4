"""The worked example step by step: what each mark is worth, what classes and phases make of it, the total."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext
from wtforms import Field

from contest_portal.contests.rules.rulebook import Criterion, Phase, Rulebook
from contest_portal.contests.rules.sheets import Weighting
from contest_portal.kernel.marks import Score, format_points
from contest_portal.kernel.rounding import Rounding
from contest_portal.scoring.rules.entries import ScoredEntry
from contest_portal.scoring.rules.example import HOUSEHOLDS
from contest_portal.scoring.rules.ranking import Candidate, RankedGroup, rank
from contest_portal.scoring.rules.totals import GroupScore
from contest_portal.web.shared.filters import say
from contest_portal.web.shared.labels import (
    DECIDES_ON_LABELS,
    RANKING_STANDING_LABELS,
    ROUNDING_LABELS,
)
from contest_portal.web.staff.contest_example_forms import (
    ExampleForm,
    attendance_name,
    fact_name,
    mark_name,
)


@dataclass(frozen=True, slots=True)
class ExampleCriterion:
    """A criterion with its fields and what it adds: `worth` says how, empty before anything was computed."""

    code: str
    text: str
    fields: tuple[Field, ...]
    worth: str


@dataclass(frozen=True, slots=True)
class ExamplePhase:
    """A phase with its criteria, its attendance, the parts of its classes and its mean."""

    name: str
    attendance: Field | None
    criteria: tuple[ExampleCriterion, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleTotal:
    """The total, as it is rounded, and what it means."""

    standing: str
    steps: tuple[str, ...]


def example_phases(
    form: ExampleForm, entry: ScoredEntry, score: GroupScore | None, book: Rulebook
) -> tuple[ExamplePhase, ...]:
    """Lay out the phases of the invented group's category."""
    return tuple(
        ExamplePhase(
            name=phase.name,
            attendance=form.field_of(attendance_name(phase.code)),
            criteria=tuple(_criterion(form, entry, score, phase, c) for c in phase.criteria),
            steps=() if score is None else tuple(_phase_steps(phase, score)),
        )
        for phase in book.phases_of(entry.category)
    )


def example_total(score: GroupScore, entry: ScoredEntry, book: Rulebook) -> ExampleTotal:
    """Say how the total comes about and what it means, by the ranking that will say so of real groups."""
    candidate = Candidate(score, entry.category, 3, HOUSEHOLDS, book.calendar.closes_at)
    (line,) = rank((candidate,), book)
    standing = gettext(RANKING_STANDING_LABELS[line.standing.value])
    return ExampleTotal(standing, tuple(_total_steps(score, line, book)))


def shown(points: Fraction) -> str:
    """Write points exactly where a decimal does, else as a fraction with its first decimals."""
    exact = format_points(points)
    if "/" not in exact:
        return exact
    return f"{exact} ≈ {Score.rounded(points, 4, Rounding.HALF_UP)}"


def _criterion(
    form: ExampleForm, entry: ScoredEntry, score: GroupScore | None, phase: Phase, criterion: Criterion
) -> ExampleCriterion:
    names = (
        [fact_name(criterion.fact)]
        if criterion.is_computed and criterion.fact
        else [mark_name(sheet, criterion.code) for sheet in entry.sheets_of(phase)]
    )
    fields = (form.field_of(name) for name in names)
    return ExampleCriterion(
        code=criterion.code,
        text=criterion.text,
        fields=tuple(field for field in fields if field is not None),
        worth="" if score is None else _worth(score, phase, criterion),
    )


def _worth(score: GroupScore, phase: Phase, criterion: Criterion) -> str:
    if criterion.disqualifies:
        return gettext("No da puntos.")
    means = {(m.phase_code, m.criterion_code): m.mean for m in score.criterion_means}
    added = shown(means.get((phase.code, criterion.code), Fraction(0)))
    most = format_points(phase.most(criterion))
    if phase.weighting is Weighting.PERCENT:
        return gettext(
            "Nota media entre %(highest)s, por su peso de %(weight)s %%: aporta %(added)s de %(most)s.",
            highest=criterion.max_points,
            weight=criterion.weight,
            added=added,
            most=most,
        )
    if criterion.weight > 1 and phase.weighting is Weighting.FACTOR:
        return gettext(
            "Nota media por %(weight)s: aporta %(added)s de %(most)s.",
            weight=criterion.weight,
            added=added,
            most=most,
        )
    return gettext("Aporta %(added)s de %(most)s.", added=added, most=most)


def _phase_steps(phase: Phase, score: GroupScore) -> Iterator[str]:
    mean = next((one for one in score.phase_means if one.phase_code == phase.code), None)
    if mean is None:
        return
    names = {one.code: one.name for one in phase.classes}
    for part in mean.classes:
        yield gettext(
            "%(class)s: promedio %(mean)s de %(most)s en %(sheets)s fichas; con su parte de %(share)s %% "
            "suma %(points)s.",
            **{
                "class": names[part.class_code],
                "mean": shown(part.mean),
                "most": format_points(phase.sheet_maximum(part.class_code)),
                "sheets": part.sheets,
                "share": shown(part.share),
                "points": shown(part.points),
            },
        )
    yield gettext(
        "%(phase)s: %(mean)s de %(most)s puntos, con %(sheets)s fichas.",
        phase=phase.name,
        mean=shown(mean.mean),
        most=phase.max_points,
        sheets=mean.sheets,
    )


def _total_steps(score: GroupScore, line: RankedGroup, book: Rulebook) -> Iterator[str]:
    if score.exact_total is not None:
        parts = " + ".join(shown(mean.mean) for mean in score.phase_means)
        added = f"{parts} = " if len(score.phase_means) > 1 else ""
        yield gettext("Suma exacta de las fases: %(sum)s.", sum=f"{added}{shown(score.exact_total)}")
        yield gettext(
            "Redondeado a %(decimals)s decimales: %(total)s. %(rule)s.",
            decimals=book.scoring.decimals,
            total=score.total,
            rule=gettext(ROUNDING_LABELS[book.scoring.rounding.value]),
        )
        decides = gettext(DECIDES_ON_LABELS[book.scoring.decides_on.value])
        yield f"{gettext('Qué puntaje decide')}: {decides}."
    if line.reason is not None:
        yield say(line.reason)
    else:
        yield gettext("Alcanza el mínimo de %(mark)s puntos.", mark=book.scoring.pass_mark)
