"""What the pages of a trial show: each stage in a sentence, each group with why it is there and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from contest_portal.allocation.rules.results import Outcome
from contest_portal.allocation.views import EnvelopeView
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.contests.rules.sheets import FactKind
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import N_
from contest_portal.scoring.rules.entries import CountedSheet
from contest_portal.trials.results import TrialGroup, TrialResult
from contest_portal.trials.rules.findings import Fate, findings
from contest_portal.trials.rules.purposes import Purpose
from contest_portal.web.shared.filters import money, say
from contest_portal.web.shared.labels import ALLOCATION_OUTCOME_LABELS
from contest_portal.web.shared.rulebook_view import quorum_text
from contest_portal.web.shared.scale_labels import FACT_SENTENCES
from contest_portal.web.staff.contest_example_view import shown
from contest_portal.web.staff.ranking_view import decimal_text

PURPOSE_LABELS = {
    Purpose.LEADER: N_("Tiene las notas más altas."),
    Purpose.TIED: N_("Empata: otro grupo tiene sus mismas notas."),
    Purpose.FEWER_SHEETS: N_("Un jurado se abstuvo y no lo califica."),
    Purpose.CLASS_MISSING: N_("Una clase de evaluadores no lo califica."),
    Purpose.BELOW: N_("Tiene las notas más bajas."),
    Purpose.ABSENT: N_("Sus familias faltan a la visita."),
    Purpose.ANSWERED_NO: N_("Las fichas dicen que no cumple un requisito."),
    Purpose.CONTENDER: N_("Sus notas salen al azar."),
}
COLUMNS = (
    *("prueba", "categoria", "codigo", "grupo", "para_que"),
    *("puesto", "puntaje", "resultado", "adjudicado", "razon"),
)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A group's line: why it is there, what it reached, what it got, and the reasons."""

    number: int
    name: str
    code: str
    purpose: str
    place: str
    total: str
    outcome: str
    amount: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrialCategory:
    """A category with its envelope, where it has one of its own, and its groups in order."""

    name: str
    envelope: EnvelopeView | None
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A criterion with what each evaluator gave, in the order of the columns, and what it adds in the mean."""

    code: str
    text: str
    marks: tuple[str, ...]
    mean: str


@dataclass(frozen=True, slots=True)
class TrialPhase:
    """A phase of a group: who marked, criterion by criterion, and the mean; `told` are facts that count in it."""

    name: str
    jurors: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    told: tuple[str, ...]


def trial_stages(result: TrialResult) -> tuple[tuple[str, str], ...]:
    """Tell the trial stage by stage: what the stage is called, and what happened in it."""
    told = (*_entering(result), *_judging(result), (N_("Reparto del fondo"), _sharing(result)))
    return tuple((gettext(label), text) for label, text in told)


def _entering(result: TrialResult) -> Iterator[tuple[str, str]]:
    frozen = sha256_hex(result.order.draft)[:16]
    yield N_("Convocatoria"), gettext("Las reglas se congelan con la huella %(hash)s.", hash=frozen)
    yield (
        N_("Recepción de perfiles"),
        gettext(
            "Entran %(groups)s perfiles que cumplen las reglas del grupo y del presupuesto.",
            groups=len(result.groups),
        ),
    )
    if result.rulebook.screening is not None:
        yield N_("Revisión de admisión"), gettext("Todos los perfiles se admiten.")


def _judging(result: TrialResult) -> Iterator[tuple[str, str]]:
    figures = {"jurors": len(result.panel), "sheets": sum(len(one.entry.sheets) for one in result.groups)}
    yield (
        N_("Evaluación"),
        gettext(
            "%(jurors)s evaluadores dejan %(sheets)s fichas definitivas; el quórum es de %(quorum)s por grupo y fase.",
            quorum=quorum_text(result.rulebook),
            **figures,
        ),
    )
    passed = sum(one.ranked.place is not None for one in result.groups)
    told = gettext("Aprueban %(passed)s de %(groups)s grupos.", passed=passed, groups=len(result.groups))
    if result.draw is not None:
        drawn = gettext("Un empate se decide por sorteo, con los números %(numbers)s.", numbers=result.draw)
        told = f"{told} {drawn}"
    yield N_("Orden de mérito"), told


def _sharing(result: TrialResult) -> str:
    return str(
        gettext(
            "Se adjudican %(awarded)s de %(fund)s a %(awards)s grupos; %(reserves)s quedan en reserva.",
            awarded=money(result.run.awarded),
            fund=money(result.run.fund),
            awards=len(result.run.awards),
            reserves=sum(one.line.outcome is Outcome.RESERVE for one in result.groups),
        )
    )


def trial_findings(result: TrialResult) -> tuple[str, ...]:
    """Say what the trial shows of the rules themselves."""
    fates = (Fate(one.invented.category, one.invented.purpose, one.line.outcome) for one in result.groups)
    return tuple(say(sentence) for sentence in findings(result.rulebook, tuple(fates)))


def trial_categories(result: TrialResult) -> tuple[TrialCategory, ...]:
    """Put every group under its category, in the order of the rules."""
    envelopes = {envelope.category_code: envelope for envelope in result.run.envelopes}
    return tuple(
        TrialCategory(
            name=category.name,
            envelope=envelopes.get(category.code),
            rows=tuple(trial_row(one) for one in result.groups if one.invented.category == category.code),
        )
        for category in result.rulebook.categories
    )


def trial_row(group: TrialGroup) -> TrialRow:
    """Say why a group is there, and what decided about it: a mark missed, or a tie and what the envelope held."""
    ranked, line = group.ranked, group.line
    reasons = ranked.notes if ranked.place is None else (*ranked.notes, line.sentence)
    return TrialRow(
        number=group.invented.number,
        name=group.name,
        code=group.code,
        purpose=gettext(PURPOSE_LABELS[group.invented.purpose]),
        place="—" if ranked.place is None else str(ranked.place),
        total="—" if ranked.total is None else str(ranked.total),
        outcome=line.outcome,
        amount=money(line.amount) if line.amount else "—",
        reasons=tuple(say(reason) for reason in reasons),
    )


def trial_lines(result: TrialResult) -> Iterator[tuple[object, ...]]:
    """Give the lines of a file: one a group, each marked."""
    for category in trial_categories(result):
        for row in category.rows:
            mark, outcome = gettext("PRUEBA, sin valor"), gettext(ALLOCATION_OUTCOME_LABELS[row.outcome])
            figures = (row.place, row.total, outcome, row.amount, " ".join(row.reasons))
            yield (mark, category.name, row.code, row.name, row.purpose, *figures)


def trial_phases(group: TrialGroup, result: TrialResult) -> tuple[TrialPhase, ...]:
    """Lay out the sheets of a group, phase by phase."""
    return tuple(_phase(phase, group) for phase in result.rulebook.phases_of(group.invented.category))


def _phase(phase: Phase, group: TrialGroup) -> TrialPhase:
    sheets = group.entry.sheets_of(phase)
    means = {
        mean.criterion_code: mean.mean
        for mean in group.ranked.criterion_means
        if mean.phase_code == phase.code
    }
    rows = tuple(
        SheetRow(
            code=criterion.code,
            text=criterion.text,
            marks=tuple(_given(sheet, criterion.code) for sheet in sheets),
            mean=decimal_text(means[criterion.code]) if criterion.code in means else "—",
        )
        for criterion in phase.criteria
    )
    return TrialPhase(
        phase.name, tuple(_juror(phase, sheet) for sheet in sheets), rows, tuple(_told(phase, group))
    )


def _given(sheet: CountedSheet, criterion_code: str) -> str:
    return next((str(given.mark) for given in sheet.marks if given.criterion == criterion_code), "—")


def _juror(phase: Phase, sheet: CountedSheet) -> str:
    names = {one.code: one.name for one in phase.classes}
    return f"{names.get(sheet.evaluator_class, gettext('Jurado'))} {sheet.juror}"


def _told(phase: Phase, group: TrialGroup) -> Iterator[str]:
    asked = {criterion.fact for criterion in phase.criteria} | {FactKind.ATTENDANCE}
    for kind, fact in group.entry.facts_in(phase).items():
        if kind in asked:
            yield gettext(FACT_SENTENCES[kind.value], part=fact.part, whole=fact.whole)
    for mean in group.ranked.phase_means:
        if mean.phase_code == phase.code:
            yield gettext(
                "Promedio de la fase: %(mean)s de %(most)s puntos.",
                mean=shown(mean.mean),
                most=phase.max_points,
            )
