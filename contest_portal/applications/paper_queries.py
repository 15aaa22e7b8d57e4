"""Named reads of the forms received on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, Scope, can
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.newcomer_models import PaperNewcomer
from contest_portal.applications.paper_models import PaperDecision, PaperEntry, PaperTyping
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import TYPISTS, Place, mismatches, too_late_to_type, undecided
from contest_portal.applications.rules.profile import read_profile
from contest_portal.contests.rules.profile_form import ProfileForm
from contest_portal.contests.rules.rulebook import Calendar
from contest_portal.kernel.problems import N_, NotFound, Problem
from contest_portal.registry.models.register import Centre

_GROUP_NAME = func.coalesce(ProducerGroup.name, PaperNewcomer.name)
"""The name of a group, or the one on the paper of a group that is not registered yet."""


class PaperState(StrEnum):
    """How far a paper is."""

    TYPING = "typing"
    COMPARING = "comparing"
    READY = "ready"
    ENTERED = "entered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TypingView:
    """What somebody typed from a paper."""

    place: Place
    typist_id: int
    draft: Draft
    finished_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Who settled a field, and how."""

    field: str
    chosen: Place
    decided_by: int
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Who said that a paper was recorded wrongly, and why."""

    at: datetime
    by: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper with its typings by place and the decisions by field. `group_id` None: it registers its group."""

    paper_id: int
    contest_id: int
    group_id: int | None
    group_name: str
    received_at: datetime
    received_by: int
    sheets: int
    scan_sha256: str | None
    scan_type: str | None
    document_id: int | None
    application_id: int | None
    typings: dict[Place, TypingView]
    decisions: dict[str, DecisionView]
    cancelled: Cancelled | None = None

    @property
    def typists(self) -> frozenset[int]:
        """Name who typed the paper."""
        return frozenset(self.typings[place].typist_id for place in TYPISTS if place in self.typings)

    @property
    def is_typed_twice(self) -> bool:
        """Tell whether both typings are finished: before, nobody sees the text of another."""
        return all(place in self.typings and self.typings[place].finished_at for place in TYPISTS)

    @property
    def people(self) -> frozenset[int]:
        """Name everybody who had the paper in hand."""
        deciders = (one.decided_by for one in self.decisions.values())
        cancelled = () if self.cancelled is None else (self.cancelled.by,)
        return frozenset((self.received_by, *self.typists, *deciders, *cancelled))

    @property
    def free_place(self) -> Place | None:
        """Give the first typing that nobody began."""
        return next((place for place in TYPISTS if place not in self.typings), None)

    def own_place(self, user_id: int | None) -> Place | None:
        """Give which typing is a person's; None when neither is."""
        return next((p for p in TYPISTS if p in self.typings and self.typings[p].typist_id == user_id), None)

    def mismatches(self, form: ProfileForm) -> tuple[str, ...]:
        """Name the fields in which the finished typings differ."""
        first, second = (self.typings[place].draft for place in TYPISTS)
        return mismatches(first, second, form)

    def left(self, form: ProfileForm) -> tuple[str, ...]:
        """Name the differing fields that nobody has settled."""
        return undecided(self.mismatches(form), self.decisions)

    @property
    def settled(self) -> Draft:
        """Give what the paper says by now: the first typing, but where something else was chosen or written."""
        return self.typings.get(Place.SETTLED, self.typings[Place.FIRST]).draft

    def state(self, form: ProfileForm) -> PaperState:
        """Tell how far it is."""
        if self.cancelled is not None:
            return PaperState.CANCELLED
        if self.application_id is not None:
            return PaperState.ENTERED
        if not self.is_typed_twice:
            return PaperState.TYPING
        return PaperState.COMPARING if self.left(form) else PaperState.READY


def paper_view(session: Session, paper_id: int) -> PaperView:
    """Give a paper; NotFound when there is none."""
    row = session.execute(_papers().where(PaperEntry.id == paper_id)).one_or_none()
    if row is None:
        raise NotFound(f"paper {paper_id}")
    return _view(session, row)


def papers_in(session: Session, contest_id: int) -> tuple[PaperView, ...]:
    """List the papers of a contest, the first received on top."""
    rows = session.execute(
        _papers().where(PaperEntry.contest_id == contest_id).order_by(PaperEntry.received_at, PaperEntry.id)
    ).all()
    return tuple(_view(session, row) for row in rows)


def paper_of_group(session: Session, contest_id: int, group_id: int) -> int | None:
    """Give the paper that a group handed in for a contest; None without, and for one that was cancelled."""
    return session.scalar(
        select(PaperEntry.id).where(
            PaperEntry.contest_id == contest_id,
            PaperEntry.group_id == group_id,
            PaperEntry.cancelled_at.is_(None),
        )
    )


def groups_on_paper(contest_id: int) -> Select[int | None]:
    """Name the groups whose form the office holds on paper."""
    return select(PaperEntry.group_id).where(
        PaperEntry.contest_id == contest_id,
        PaperEntry.group_id.is_not(None),
        PaperEntry.cancelled_at.is_(None),
    )


def papers_to_enter(session: Session, contest_id: int, calendar: Calendar, at: datetime) -> Iterator[Problem]:
    """Name the groups whose paper may still be typed: nobody is judged before they are in."""
    waiting = session.scalars(
        _papers()
        .with_only_columns(_GROUP_NAME)
        .where(
            PaperEntry.contest_id == contest_id,
            PaperEntry.application_id.is_(None),
            PaperEntry.cancelled_at.is_(None),
        )
        .order_by(_GROUP_NAME, PaperEntry.id)
    ).all()
    if waiting and too_late_to_type(at, calendar) is None:
        yield Problem(
            "evaluation.papers",
            field="papers",
            message=N_("Falta terminar de transcribir lo recibido en papel de: %(groups)s."),
            params={"groups": ", ".join(waiting)},
        )


def groups_without_application(
    session: Session, contest_id: int, territory: tuple[str, ...]
) -> dict[int, tuple[str, str]]:
    """Give name and centre of the groups of these districts that have neither application nor paper there."""
    applied = select(Application.group_id).where(Application.contest_id == contest_id)
    rows = session.execute(
        select(ProducerGroup.id, ProducerGroup.name, Centre.name)
        .join(Centre, Centre.code == ProducerGroup.centre_code)
        .where(
            Centre.ubigeo.in_(territory),
            ProducerGroup.id.not_in(applied),
            ProducerGroup.id.not_in(groups_on_paper(contest_id)),
        )
        .order_by(ProducerGroup.name, ProducerGroup.id)
    )
    return {group_id: (name, centre) for group_id, name, centre in rows}


def people_who_type(session: Session, contest_id: int) -> int:
    """Count the people of the office who may type papers of a contest."""
    found = {
        one.id: one.actor for role in (Role.STAFF, Role.SECRETARY) for one in users_with_role(session, role)
    }
    return sum(can(actor, Action.PAPER_TYPE, Scope(contest_id=contest_id)) for actor in found.values())


def _papers() -> Select[PaperEntry, str]:
    return (
        select(PaperEntry, _GROUP_NAME)
        .outerjoin(ProducerGroup, ProducerGroup.id == PaperEntry.group_id)
        .outerjoin(PaperNewcomer, PaperNewcomer.paper_id == PaperEntry.id)
    )


def _view(session: Session, row: Row[PaperEntry, str]) -> PaperView:
    paper, group_name = row
    return PaperView(
        paper_id=paper.id,
        contest_id=paper.contest_id,
        group_id=paper.group_id,
        group_name=group_name,
        received_at=paper.received_at,
        received_by=paper.received_by,
        sheets=paper.sheets,
        scan_sha256=paper.scan_sha256,
        scan_type=paper.scan_type,
        document_id=paper.document_id,
        application_id=paper.application_id,
        typings={Place(typing.place): _typing(typing) for typing in typings_of(session, paper.id)},
        decisions={one.field: _decision(one) for one in decisions_of(session, paper.id)},
        cancelled=_cancelled(paper),
    )


def typings_of(session: Session, paper_id: int) -> tuple[PaperTyping, ...]:
    """List the typings of a paper by place."""
    return tuple(
        session.scalars(
            select(PaperTyping).where(PaperTyping.paper_id == paper_id).order_by(PaperTyping.place)
        )
    )


def decisions_of(session: Session, paper_id: int) -> tuple[PaperDecision, ...]:
    """List what was settled of a paper, by field."""
    return tuple(
        session.scalars(
            select(PaperDecision).where(PaperDecision.paper_id == paper_id).order_by(PaperDecision.field)
        )
    )


def _typing(typing: PaperTyping) -> TypingView:
    choice = Choice(typing.category_code, typing.line_code, typing.title)
    return TypingView(
        place=Place(typing.place),
        typist_id=typing.typist_id,
        draft=Draft(choice, read_profile(typing.profile)),
        finished_at=typing.finished_at,
        version=typing.version,
    )


def _cancelled(paper: PaperEntry) -> Cancelled | None:
    if paper.cancelled_at is None or paper.cancelled_by is None or paper.cancel_reason is None:
        return None
    return Cancelled(paper.cancelled_at, paper.cancelled_by, paper.cancel_reason)


def _decision(one: PaperDecision) -> DecisionView:
    return DecisionView(one.field, Place(one.chosen), one.decided_by, one.decided_at)
