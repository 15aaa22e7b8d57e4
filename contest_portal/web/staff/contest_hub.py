"""What the page of a contest shows: where it stands, what its draft still lacks and where each thing is mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, part_of
from contest_portal.kernel.problems import N_, Problem
from contest_portal.web.shared.allocation_words import terms_summary
from contest_portal.web.shared.envelope_words import pots_summary
from contest_portal.web.shared.filters import instant, money

_STAGES: tuple[tuple[ContestState, str, str | None], ...] = (
    (ContestState.DRAFT, N_("Diseño de las bases"), None),
    (ContestState.PUBLISHED, N_("Recepción de perfiles"), "staff.evaluation"),
    (ContestState.EVALUATING, N_("Evaluación"), "staff.evaluation"),
    (ContestState.SCORED, N_("Orden de mérito"), "staff.ranking"),
    (ContestState.ALLOCATED, N_("Fondo repartido"), "staff.allocation"),
    (ContestState.ANNOUNCED, N_("Resultado público"), "staff.announcement"),
)
AREAS: tuple[tuple[str, str], ...] = (
    (N_("Bases y enmiendas"), "staff.amendments"),
    (N_("Solicitudes de los grupos"), "staff.applications"),
    (N_("Códigos para enviar fuera de plazo"), "staff.late_codes"),
    (N_("Formularios recibidos en papel"), "staff.papers"),
    (N_("Revisión de admisión"), "staff.screening"),
    (N_("Consultas de la convocatoria"), "staff.questions"),
    (N_("Concentración de los grupos"), "staff.concentration"),
    (N_("Doble beneficio"), "staff.double_benefit"),
    (N_("Jurado"), "staff.jury"),
    (N_("Ejercicio de calibración"), "staff.calibration"),
    (N_("Perfiles y avance de la evaluación"), "staff.evaluation"),
    (N_("Sesión del jurado"), "staff.hall"),
    (N_("Fichas en papel"), "staff.sheet_papers"),
    (N_("Orden de mérito"), "staff.ranking"),
    (N_("Fiabilidad de la calificación"), "staff.reliability"),
    (N_("Reparto del fondo"), "staff.allocation"),
    (N_("Sobres y traslados"), "staff.envelopes"),
    (N_("Lista de reserva"), "staff.reserve"),
    (N_("Documentos"), "staff.documents"),
    (N_("Anuncio del resultado"), "staff.announcement"),
    (N_("Observaciones al resultado"), "staff.observations"),
    (N_("Volver a una etapa"), "staff.reopening"),
    (N_("Seguimiento de los premios"), "staff.contest_follow_ups"),
    (N_("Calificación del avance"), "staff.second_scoring"),
)
"""The pages of later stages that work on one contest; each takes `contest_id`."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the contest for the `steps` component."""

    label: str
    state: str
    url: str | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the draft: what it says now, what it lacks, where it is mended."""

    label: str
    summary: str
    problems: tuple[Problem, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Area:
    """A page of a later stage."""

    label: str
    url: str


def stage_steps(contest: Contest) -> tuple[Step, ...]:
    """Show the way of a contest and where it stands; stages behind and the present one lead to their page."""
    here = [state.value for state, _, _ in _STAGES].index(contest.state)
    if contest.state == ContestState.ANNOUNCED:
        here += 1
    return tuple(
        Step(
            label=gettext(label),
            state="done" if place < here else "current" if place == here else "todo",
            url=url_for(endpoint, contest_id=contest.id) if endpoint and place <= here else None,
        )
        for place, (_, label, endpoint) in enumerate(_STAGES)
    )


def areas(contest: Contest) -> tuple[Area, ...]:
    """Link the pages of later stages."""
    return tuple(Area(gettext(label), url_for(endpoint, contest_id=contest.id)) for label, endpoint in AREAS)


def part_lines(contest: Contest, book: Rulebook, problems: Iterable[Problem]) -> tuple[PartLine, ...]:
    """List the parts of a draft in order, each sheet on its own line, with what keeps it from publication."""
    found = tuple(problems)
    return tuple(_part_lines(contest, book, found))


def _part_lines(contest: Contest, book: Rulebook, problems: tuple[Problem, ...]) -> Iterator[PartLine]:
    for part, label, endpoint in _PARTS:
        mine = tuple(problem for problem in problems if part_of(problem) is part)
        yield PartLine(gettext(label), _summary(part, book), mine, url_for(endpoint, contest_id=contest.id))
        if part is Part.PHASES:
            yield from _sheet_lines(contest, book.phases, problems)
        if part is Part.SECOND and book.second:
            yield from _sheet_lines(contest, book.second.phases, problems)


def _sheet_lines(
    contest: Contest, phases: tuple[Phase, ...], problems: tuple[Problem, ...]
) -> Iterator[PartLine]:
    for phase in phases:
        mine = tuple(
            problem
            for problem in problems
            if part_of(problem) is Part.SHEET and problem.params.get("phase_code") == phase.code
        )
        yield PartLine(
            gettext("Ficha: %(phase)s", phase=phase.name),
            ngettext("%(num)s criterio", "%(num)s criterios", len(phase.criteria)),
            mine,
            url_for("staff.contest_sheet", contest_id=contest.id, phase_code=phase.code),
        )


_PARTS: tuple[tuple[Part, str, str], ...] = (
    (Part.BASICS, N_("Nombre y propósito"), "staff.contest_basics"),
    (Part.CALENDAR, N_("Calendario"), "staff.contest_calendar"),
    (Part.TERRITORY, N_("Territorio"), "staff.contest_territory"),
    (Part.LINES, N_("Líneas productivas"), "staff.contest_lines"),
    (Part.CATEGORIES, N_("Monto y sobres"), "staff.contest_categories"),
    (Part.POTS, N_("Sobres dentro de sobres"), "staff.contest_pots"),
    (Part.PHASES, N_("Fases de evaluación"), "staff.contest_phases"),
    (Part.SCORING, N_("Puntaje y desempate"), "staff.contest_scoring"),
    (Part.BUDGET, N_("Premio, grupos y reparto"), "staff.contest_budget"),
    (Part.ALLOCATION, N_("Condiciones del reparto"), "staff.contest_allocation"),
    (Part.FORM, N_("Formulario del perfil"), "staff.contest_form"),
    (Part.SCREENING, N_("Revisión de admisión"), "staff.contest_screening"),
    (Part.FILES, N_("Anexos que se piden"), "staff.contest_files"),
    (Part.SECOND, N_("Calificación del avance"), "staff.contest_second"),
)


def _summary(part: Part, book: Rulebook) -> str:
    summaries = {
        Part.BASICS: book.title,
        Part.CALENDAR: gettext("Cierra el %(instant)s", instant=instant(book.calendar.closes_at)),
        Part.TERRITORY: ngettext("%(num)s distrito", "%(num)s distritos", len(book.territory)),
        Part.LINES: ngettext("%(num)s línea", "%(num)s líneas", len(book.lines)),
        Part.CATEGORIES: ngettext(
            "%(fund)s en %(num)s sobre",
            "%(fund)s en %(num)s sobres",
            len(book.categories),
            fund=money(book.fund),
        ),
        Part.POTS: pots_summary(book),
        Part.PHASES: ngettext(
            "%(num)s fase, %(points)s puntos",
            "%(num)s fases, %(points)s puntos",
            len(book.phases),
            points=book.max_points,
        ),
        Part.SCORING: gettext("Mínimo %(mark)s", mark=book.scoring.pass_mark),
        Part.BUDGET: gettext("Hasta %(max)s por grupo", max=money(book.budget.max_award)),
        Part.ALLOCATION: terms_summary(book),
        Part.FORM: gettext(
            "%(sections)s partes, %(questions)s preguntas propias",
            sections=len(book.form.sections),
            questions=len(book.form.questions),
        ),
        Part.SCREENING: _screening_summary(book),
        Part.FILES: ngettext("%(num)s anexo", "%(num)s anexos", len(book.files)),
        Part.SECOND: _second_summary(book),
    }
    return str(summaries[part])


def _second_summary(book: Rulebook) -> str:
    if book.second is None:
        return str(gettext("Sin ella: la segunda transferencia espera solo las cuentas"))
    return str(
        ngettext(
            "%(num)s fase, mínimo %(mark)s",
            "%(num)s fases, mínimo %(mark)s",
            len(book.second.phases),
            mark=book.second.pass_mark,
        )
    )


def _screening_summary(book: Rulebook) -> str:
    if book.screening is None:
        return str(gettext("Sin revisión: todo lo recibido se evalúa"))
    days = book.screening.cure_days
    return str(ngettext("%(num)s día hábil para subsanar", "%(num)s días hábiles para subsanar", days))
