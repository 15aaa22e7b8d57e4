"""Who may sit in a panel, and when a panel is complete."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import WhenEmpty
from contest_portal.kernel.problems import N_, Problem

MAX_TOLD = 160
"""The longest institution or specialty, in letters: what a line of the acta holds."""


class Position(StrEnum):
    """What a juror is in the panel."""

    PRESIDENT = "president"
    SECRETARY = "secretary"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """A place in a panel. `phases` are the codes of the phases scored; a panel's secretary may score none.

    Who is absent takes no part any more, and neither presides nor counts for the quorum.
    """

    user_id: int
    dni: str
    name: str
    position: str
    phases: tuple[str, ...]
    evaluator_class: str = ""
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """What a juror knows, and of whom the juror comes: codes of lines, and the ubigeo of a district of the contest."""

    specialty: str = ""
    lines: tuple[str, ...] = ()
    territory: str = ""


UNTOLD = Background()


@dataclass(frozen=True, slots=True)
class GroupTie:
    """Why a person cannot judge: member (or representative) of a group that entered the contest."""

    group_name: str
    is_member: bool


@dataclass(frozen=True, slots=True)
class HouseholdTie:
    """What the register knows: a person lives in the household of a member of a group that entered the contest."""

    group_name: str
    member_name: str


def seat_problems(
    seat: PanelSeat, panel: Iterable[PanelSeat], ties: Iterable[GroupTie], rulebook: Rulebook
) -> Iterator[Problem | None]:
    """Check a new seat against the contest's rules, the panel as it stands and the groups that entered."""
    others = tuple(panel)
    yield _unknown_position(seat)
    yield _bad_phases(seat, rulebook)
    yield _bad_class(seat, rulebook)
    yield _already_seated(seat, others)
    yield _second_president(
        seat, [one for one in others if _is_of(one, rulebook.panel_of(seat.phases), rulebook)]
    )
    for tie in ties:
        yield tie_problem(seat.name, tie)


def institution_problem(institution: str) -> Problem | None:
    """Check that an institution is told in a line."""
    if institution.strip() and len(institution) <= MAX_TOLD:
        return None
    return Problem(
        "juror.institution",
        field="institution",
        message=N_("Escriba la institución a la que representa, en %(max)s letras como máximo."),
        params={"max": str(MAX_TOLD)},
    )


def background_problems(background: Background, rulebook: Rulebook) -> Iterator[Problem]:
    """Check that the specialty is short and that the lines and the district are of the contest."""
    if len(background.specialty) > MAX_TOLD:
        yield Problem(
            "juror.specialty_too_long",
            field="specialty",
            message=N_("Escriba la especialidad en %(max)s letras como máximo."),
            params={"max": str(MAX_TOLD)},
        )
    if not set(background.lines) <= {line.code for line in rulebook.lines}:
        yield Problem(
            "juror.line_unknown",
            field="lines",
            message=N_("El concurso no tiene una de las líneas elegidas. Vuelva a cargar la página."),
        )
    if background.territory and background.territory not in rulebook.territory:
        yield Problem(
            "juror.territory_unknown",
            field="territory",
            message=N_("Elija un distrito de la lista, o ninguno si la persona viene de otro lugar."),
        )


def panel_problems(panel: Iterable[PanelSeat], rulebook: Rulebook) -> Iterator[Problem]:
    """Name what a panel still lacks: a president, and the quorum of jurors in every phase."""
    seats = tuple(seat for seat in panel if not seat.is_absent)
    yield from _missing_presidents(seats, rulebook)
    for phase in rulebook.phases:
        seated, quorum = sum(phase.code in seat.phases for seat in seats), rulebook.quorum_of(phase)
        if seated < quorum:
            yield Problem(
                "panel.below_quorum",
                field="panel",
                message=N_(
                    "Faltan jurados en la fase %(phase)s: hay %(seated)s y el quórum es %(quorum)s. Incorpore a otros."
                ),
                params={"phase": phase.name, "seated": str(seated), "quorum": str(quorum)},
            )
        yield from _missing_classes(phase, seats)
        yield from _too_few_scorers(phase, seats)


def _is_of(seat: PanelSeat, panel: str, rulebook: Rulebook) -> bool:
    return rulebook.panel_of(seat.phases) == panel


def _missing_presidents(seats: tuple[PanelSeat, ...], rulebook: Rulebook) -> Iterator[Problem]:
    """Name the panels without a president: the contest's, and that of each phase which has its own."""
    presiding = {rulebook.panel_of(seat.phases) for seat in seats if seat.position == Position.PRESIDENT}
    if "" not in presiding and not (rulebook.phases and all(phase.own_panel for phase in rulebook.phases)):
        yield Problem(
            "panel.no_president",
            field="panel",
            message=N_("El jurado no tiene presidente. Incorpore a una persona con ese cargo."),
        )
    for phase in rulebook.phases:
        if phase.own_panel and phase.code not in presiding:
            yield Problem(
                "panel.no_president_of_phase",
                field="panel",
                message=N_("El jurado propio de la fase %(phase)s no tiene presidente. Incorpore a uno."),
                params={"phase": phase.name},
            )


def _missing_classes(phase: Phase, seats: tuple[PanelSeat, ...]) -> Iterator[Problem]:
    """Name the classes that a phase cannot do without and that nobody was seated for."""
    seated = {seat.evaluator_class for seat in seats if phase.code in seat.phases}
    for one in phase.classes:
        if one.code not in seated and one.when_empty is WhenEmpty.BLOCKS:
            yield Problem(
                "panel.class_missing",
                field="panel",
                message=N_("Falta incorporar a alguien como %(class)s en la fase %(phase)s."),
                params={"class": one.name, "phase": phase.name},
            )


def _too_few_scorers(phase: Phase, seats: tuple[PanelSeat, ...]) -> Iterator[Problem]:
    """Name where fewer are seated than must score each group."""
    names = {one.code: f"{phase.name} · {one.name}" for one in phase.classes} or {"": phase.name}
    of_phase = [seat for seat in seats if phase.code in seat.phases]
    for code, name in names.items():
        seated = sum(not phase.classes or seat.evaluator_class == code for seat in of_phase)
        if seated < phase.scorers_of(code):
            yield Problem(
                "panel.too_few_scorers",
                field="panel",
                message=N_(
                    "%(task)s: cada grupo necesita %(needed)s evaluadores y hay %(seated)s. Incorpore a otros."
                ),
                params={"task": name, "seated": str(seated), "needed": str(phase.scorers_of(code))},
            )


def tie_problem(name: str, tie: GroupTie) -> Problem:
    """Say that a person belongs to a group of the contest, with the evidence."""
    message = (
        N_("%(name)s integra el grupo %(group)s según su DNI. No puede ser jurado de este concurso.")
        if tie.is_member
        else N_("%(name)s representa al grupo %(group)s. No puede ser jurado de este concurso.")
    )
    return Problem(
        "juror.in_group", field="dni", message=message, params={"name": name, "group": tie.group_name}
    )


def household_warning(name: str, tie: HouseholdTie) -> Problem:
    """Warn that a person shares a household with a member, with the evidence; the secretary decides and confirms."""
    return Problem(
        "juror.household_tie",
        field="warned",
        message=N_(
            "Según el padrón, %(name)s vive en el hogar de %(member)s, del grupo %(group)s. Si lo incorpora, no "
            "debe calificar a ese grupo."
        ),
        params={"name": name, "member": tie.member_name, "group": tie.group_name},
    )


def _unknown_position(seat: PanelSeat) -> Problem | None:
    if seat.position in tuple(Position):
        return None
    return Problem(
        "juror.position_unknown",
        field="position",
        message=N_("Elija el cargo: presidente, secretario o miembro."),
    )


def _bad_phases(seat: PanelSeat, rulebook: Rulebook) -> Problem | None:
    known = {phase.code for phase in rulebook.phases}
    if not set(seat.phases) <= known:
        return Problem(
            "juror.phase_unknown",
            field="phases",
            message=N_("El concurso no tiene una de las fases elegidas. Vuelva a cargar la página."),
        )
    own = rulebook.panel_of(seat.phases)
    if own and len(seat.phases) > 1:
        return Problem(
            "juror.own_panel",
            field="phases",
            message=N_("La fase %(phase)s tiene jurado propio: quien la califica no califica otras. Elija."),
            params={"phase": rulebook.phase(own).name},
        )
    if not seat.phases and seat.position != Position.SECRETARY:
        return Problem(
            "juror.no_phase",
            field="phases",
            message=N_(
                "Elija al menos una fase para calificar. Solo el secretario del jurado puede no calificar."
            ),
        )
    return None


def _bad_class(seat: PanelSeat, rulebook: Rulebook) -> Problem | None:
    """Every phase scored that has classes must have this one; where none has, one of the contest is not read."""
    scored = [phase for phase in rulebook.phases if phase.code in seat.phases and phase.classes]
    known = {"", *(one.code for phase in rulebook.phases for one in phase.classes)}
    if seat.evaluator_class in known and all(
        seat.evaluator_class in {one.code for one in phase.classes} for phase in scored
    ):
        return None
    return Problem(
        "juror.class_unknown",
        field="evaluator_class",
        message=N_("Elija como qué clase de evaluador califica esta persona, de las que tienen sus fases."),
    )


def _already_seated(seat: PanelSeat, others: tuple[PanelSeat, ...]) -> Problem | None:
    if not any(other.user_id == seat.user_id or other.dni == seat.dni for other in others):
        return None
    return Problem(
        "juror.already_seated",
        field="email",
        message=N_("%(name)s ya integra el jurado de este concurso. Elija a otra persona."),
        params={"name": seat.name},
    )


def _second_president(seat: PanelSeat, others: Iterable[PanelSeat]) -> Problem | None:
    presiding = (one for one in others if one.position == Position.PRESIDENT and not one.is_absent)
    president = next(presiding, None)
    if seat.position != Position.PRESIDENT or president is None:
        return None
    return Problem(
        "juror.second_president",
        field="position",
        message=N_("%(name)s ya preside el jurado. Elija otro cargo para esta persona."),
        params={"name": president.name},
    )
