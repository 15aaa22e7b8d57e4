"""Who may sit in a panel, and when a panel is complete."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.sheets import WhenEmpty
from contest_portal.kernel.problems import N_, Problem


class Position(StrEnum):
    """What a juror is in the panel."""

    PRESIDENT = "president"
    SECRETARY = "secretary"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """A place in a panel. `phases` are the codes of the phases scored; a panel's secretary may score none."""

    user_id: int
    dni: str
    name: str
    position: str
    phases: tuple[str, ...]
    evaluator_class: str = ""


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
    yield _second_president(seat, others)
    for tie in ties:
        yield tie_problem(seat.name, tie)


def panel_problems(panel: Iterable[PanelSeat], rulebook: Rulebook) -> Iterator[Problem]:
    """Name what a panel still lacks: a president, and the quorum of jurors in every phase."""
    seats = tuple(panel)
    if not any(seat.position == Position.PRESIDENT for seat in seats):
        yield Problem(
            "panel.no_president",
            field="panel",
            message=N_("El jurado no tiene presidente. Incorpore a una persona con ese cargo."),
        )
    for phase in rulebook.phases:
        seated = sum(phase.code in seat.phases for seat in seats)
        if seated < rulebook.scoring.quorum:
            yield Problem(
                "panel.below_quorum",
                field="panel",
                message=N_(
                    "Faltan jurados en la fase %(phase)s: hay %(seated)s y el quórum es %(quorum)s. Incorpore a otros."
                ),
                params={
                    "phase": phase.name,
                    "seated": str(seated),
                    "quorum": str(rulebook.scoring.quorum),
                },
            )
        yield from _missing_classes(phase, seats)


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
    """Every phase scored that has classes must have this one; where none has, there is no class to name."""
    scored = [phase for phase in rulebook.phases if phase.code in seat.phases and phase.classes]
    if all(seat.evaluator_class in {one.code for one in phase.classes} for phase in scored):
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


def _second_president(seat: PanelSeat, others: tuple[PanelSeat, ...]) -> Problem | None:
    president = next((other for other in others if other.position == Position.PRESIDENT), None)
    if seat.position != Position.PRESIDENT or president is None:
        return None
    return Problem(
        "juror.second_president",
        field="position",
        message=N_("%(name)s ya preside el jurado. Elija otro cargo para esta persona."),
        params={"name": president.name},
    )
