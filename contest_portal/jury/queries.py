"""Named reads of the jury: the panel, what a user may score, declared interests and recusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ApplicationMember, ProducerGroup
from contest_portal.applications.promoter_queries import ever_promoted_by
from contest_portal.applications.queries import entrants
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.models import Contest
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.models import Interest, Juror
from contest_portal.jury.rules.interests import DeclarableGroup
from contest_portal.jury.rules.panel import GroupTie, HouseholdTie, PanelSeat
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.register import Person

SEAT_COLUMNS = (
    Juror.id,
    Juror.user_id,
    User.full_name,
    Juror.dni,
    Juror.institution,
    Juror.position,
    Juror.phases,
    Juror.evaluator_class,
    Juror.specialty,
    Juror.lines,
    Juror.territory,
    JurorAbsence.id,
)
"""What a seat is made of, in this order, from a query that joins users and absences."""
_ORDER_OF_POSITIONS = case({"president": 0, "secretary": 1}, value=Juror.position, else_=2)


@dataclass(frozen=True, slots=True)
class SeatedJuror:
    """A juror of one contest. `phases` are the codes of the phases scored; none for a secretary who keeps minutes."""

    juror_id: int
    user_id: int
    full_name: str
    dni: str
    institution: str
    position: str
    phases: tuple[str, ...]
    evaluator_class: str = ""
    specialty: str = ""
    lines: tuple[str, ...] = ()
    territory: str = ""
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A contest in which a user is a juror."""

    contest_id: int
    contest_code: str
    contest_title: str
    contest_state: str
    position: str


@dataclass(frozen=True, slots=True)
class DeclaredInterest:
    """What a juror declared about one group."""

    application_id: int
    recused: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Recusal:
    """A juror left out of a group, as the acta names it."""

    juror_id: int
    juror_name: str
    application_id: int
    application_code: str
    reason: str


def panel(session: Session, contest_id: int) -> tuple[SeatedJuror, ...]:
    """List the panel of a contest: president, secretary, then members by name."""
    jurors = session.execute(_jurors().where(Juror.contest_id == contest_id))
    return tuple(seated(*row) for row in jurors)


def jurors_by_contest(session: Session) -> dict[int, int]:
    """Count who sits in each panel; contests without a panel are left out."""
    rows = session.execute(
        select(Juror.contest_id, func.count()).group_by(Juror.contest_id).order_by(Juror.contest_id)
    )
    return {row[0]: row[1] for row in rows}


def juror_of_user(session: Session, contest_id: int, user_id: int | None) -> SeatedJuror:
    """Give the seat of a user in a contest; NotFound when the user has none."""
    row = session.execute(
        _jurors().where(Juror.contest_id == contest_id, Juror.user_id == user_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"user {user_id} is no juror of contest {contest_id}")
    return seated(*row)


def juror_by_id(session: Session, contest_id: int, juror_id: int) -> Juror:
    """Give a juror's row with its user; NotFound when the panel of this contest has none."""
    juror = session.scalars(
        select(Juror)
        .where(Juror.id == juror_id, Juror.contest_id == contest_id)
        .options(joinedload(Juror.user))
    ).one_or_none()
    if juror is None:
        raise NotFound(f"juror {juror_id} of contest {contest_id}")
    return juror


def seats_of_user(session: Session, user_id: int | None) -> tuple[Seat, ...]:
    """List the contests in which a user is a juror, the newest first."""
    rows = session.execute(
        select(Contest.id, Contest.code, Contest.title, Contest.state, Juror.position)
        .join(Juror, Juror.contest_id == Contest.id)
        .where(Juror.user_id == user_id)
        .order_by(Contest.closes_at.desc(), Contest.id)
    )
    return tuple(Seat(*row) for row in rows)


def interests_of(session: Session, juror_id: int) -> tuple[DeclaredInterest, ...]:
    """List what a juror declared, by group."""
    rows = session.execute(
        select(Interest.application_id, Interest.recused, Interest.reason)
        .where(Interest.juror_id == juror_id)
        .order_by(Interest.application_id)
    )
    return tuple(DeclaredInterest(*row) for row in rows)


def declared_pairs(session: Session, contest_id: int) -> frozenset[tuple[int, int]]:
    """Give every (juror_id, application_id) about which a declaration exists."""
    rows = session.execute(
        select(Interest.juror_id, Interest.application_id).join(Juror).where(Juror.contest_id == contest_id)
    )
    return frozenset((juror_id, application_id) for juror_id, application_id in rows)


def recusals(session: Session, contest_id: int, *, juror_id: int | None = None) -> frozenset[tuple[int, int]]:
    """Give every (juror_id, application_id) that may not be scored, of one juror or of all."""
    own = [] if juror_id is None else [Juror.id == juror_id]
    rows = session.execute(
        select(Interest.juror_id, Interest.application_id)
        .join(Juror)
        .where(Juror.contest_id == contest_id, Interest.recused, *own)
    )
    return frozenset((juror_id, application_id) for juror_id, application_id in rows)


def recusal_lines(session: Session, contest_id: int) -> tuple[Recusal, ...]:
    """List the recusals of a contest with their reasons, by group and juror."""
    rows = session.execute(
        select(Juror.id, User.full_name, Application.id, Application.code, Interest.reason)
        .join(Interest, Interest.juror_id == Juror.id)
        .join(User, User.id == Juror.user_id)
        .join(Application, Application.id == Interest.application_id)
        .where(Juror.contest_id == contest_id, Interest.recused)
        .order_by(Application.code, User.name_key, Juror.id)
    )
    return tuple(
        Recusal(juror_id, name, application_id, code or "", reason)
        for juror_id, name, application_id, code, reason in rows
    )


def _jurors() -> Select[*tuple[Any, ...]]:
    return (
        select(*SEAT_COLUMNS)
        .join(Juror.user)
        .outerjoin(JurorAbsence, JurorAbsence.juror_id == Juror.id)
        .order_by(_ORDER_OF_POSITIONS, User.name_key, Juror.id)
    )


def seated(*columns: Any) -> SeatedJuror:
    """Make a seat of what a query gives for `SEAT_COLUMNS`."""
    *plain, lines, territory, absence_id = columns
    juror_id, user_id, name, dni, institution, position, phases, of_class, specialty = plain
    scored, known = (tuple(code for code in text.split(",") if code) for text in (phases, lines))
    return SeatedJuror(
        juror_id, user_id, name, dni, institution, position, scored, of_class, specialty, known, territory,
        absence_id is not None,
    )  # fmt: skip


def panel_seats(session: Session, contest_id: int) -> tuple[PanelSeat, ...]:
    """Give the panel as the rules see it."""
    return tuple(
        PanelSeat(
            juror.user_id,
            juror.dni,
            juror.full_name,
            juror.position,
            juror.phases,
            juror.evaluator_class,
            juror.is_absent,
        )
        for juror in panel(session, contest_id)
    )


def group_ties(session: Session, contest_id: int, *, dni: str, user_id: int) -> tuple[GroupTie, ...]:
    """List the entered groups that a person is a member of (by DNI), represents or ever promoted (by account)."""
    is_member = exists().where(
        ApplicationMember.application_id == Application.id, ApplicationMember.dni == dni
    )
    rows = session.execute(
        select(ProducerGroup.name, is_member)
        .join(Application, Application.group_id == ProducerGroup.id)
        .where(
            Application.contest_id == contest_id,
            Application.state == ApplicationState.SUBMITTED.value,
            or_(
                is_member,
                ProducerGroup.representative_id == user_id,
                ProducerGroup.id.in_(ever_promoted_by(user_id)),
            ),
        )
        .order_by(Application.code, Application.id)
    )
    return tuple(GroupTie(name, bool(member)) for name, member in rows)


def household_ties(session: Session, contest_id: int, *, dni: str) -> Mapping[int, HouseholdTie]:
    """Give, by application, the first member of an entered group in whose household the register has a person."""
    rows = session.execute(
        select(Application.id, ProducerGroup.name, ApplicationMember.full_name)
        .join(ApplicationMember, ApplicationMember.application_id == Application.id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(Person, Person.household_id == ApplicationMember.household_id)
        .where(
            Application.contest_id == contest_id,
            Application.state == ApplicationState.SUBMITTED.value,
            Person.dni == dni,
            ApplicationMember.dni != dni,
        )
        .order_by(Application.code, ApplicationMember.id.desc())
    )
    return {application_id: HouseholdTie(group, member) for application_id, group, member in rows}


def declarable_groups(session: Session, contest_id: int, juror: SeatedJuror) -> tuple[DeclarableGroup, ...]:
    """List every group of the contest for a juror to declare about, with the evidence of own membership."""
    own = frozenset(
        session.scalars(
            select(ApplicationMember.application_id)
            .join(Application, Application.id == ApplicationMember.application_id)
            .where(Application.contest_id == contest_id, ApplicationMember.dni == juror.dni)
        )
    )
    ties = household_ties(session, contest_id, dni=juror.dni)
    return tuple(
        DeclarableGroup(
            entrant.application_id,
            entrant.group_name,
            own=entrant.application_id in own,
            housemate=ties[entrant.application_id].member_name if entrant.application_id in ties else None,
        )
        for entrant in entrants(session, contest_id)
    )


def member_names(session: Session, contest_id: int) -> Mapping[int, tuple[str, ...]]:
    """Give the names of the members of every group that entered, so that a juror can know a relative."""
    rows = session.execute(
        select(ApplicationMember.application_id, ApplicationMember.full_name)
        .join(Application, Application.id == ApplicationMember.application_id)
        .where(Application.contest_id == contest_id, Application.state == ApplicationState.SUBMITTED.value)
        .order_by(ApplicationMember.id)
    )
    names: dict[int, tuple[str, ...]] = {}
    for application_id, full_name in rows:
        names[application_id] = (*names.get(application_id, ()), full_name)
    return names
