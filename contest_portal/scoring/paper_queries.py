"""Named reads of sheets on paper: where each stands, what was typed from it, and which of them is the sheet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.rules.paper import TYPISTS, Place
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.models import Juror
from contest_portal.kernel.problems import N_, NotFound, Problem
from contest_portal.kernel.records import from_data
from contest_portal.scoring.paper_models import SheetPaper, SheetTyping
from contest_portal.scoring.rules.paper_sheets import PaperCode, PaperState, TypedSheet, agreed, mismatches


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody typed from a paper sheet."""

    typist_id: int
    typed_at: datetime
    sheet: TypedSheet


@dataclass(frozen=True, slots=True)
class SheetPaperView:
    """A paper sheet with whose it is and what was read on it."""

    paper_id: int
    contest_id: int
    juror_id: int
    juror_user_id: int
    juror_name: str
    application_id: int
    group_name: str
    phase_code: str
    phase_name: str
    code: PaperCode
    state: PaperState
    received_by: int | None
    received_at: datetime | None
    reason: str
    void_reason: str | None
    scan_sha256: str | None
    scan_type: str | None
    readings: Mapping[Place, Reading]

    @property
    def serial(self) -> str:
        """Give the number printed on it."""
        return self.code.serial

    @property
    def typists(self) -> tuple[int, ...]:
        """Give who typed it, without who settled."""
        return tuple(self.readings[place].typist_id for place in TYPISTS if place in self.readings)

    @property
    def free_place(self) -> Place | None:
        """Give the first typing that nobody did; None when both are there."""
        return next((place for place in TYPISTS if place not in self.readings), None)

    @property
    def differing(self) -> tuple[str, ...]:
        """Name what two readings tell otherwise; nothing before both are there."""
        if self.free_place is not None:
            return ()
        return mismatches(*(self.readings[place].sheet for place in TYPISTS))

    @property
    def agreed(self) -> TypedSheet:
        """Give what both readings say."""
        return agreed(self.readings[Place.FIRST].sheet, self.differing)

    @property
    def outcome(self) -> TypedSheet | None:
        """Give what the paper says: as it was settled, or as both read it; None while that is open."""
        if Place.SETTLED in self.readings:
            return self.readings[Place.SETTLED].sheet
        if self.free_place is not None or self.differing:
            return None
        return self.readings[Place.FIRST].sheet

    @property
    def step(self) -> str:
        """Name what comes next, as pages label it: the state, and while it is received how far the typing is."""
        if self.state is not PaperState.RECEIVED:
            return self.state.value
        if self.free_place is not None:
            return "typing"
        return "comparing" if self.outcome is None else "ready"

    @property
    def people(self) -> frozenset[int]:
        """Give everybody who had a hand in it."""
        found = {self.received_by, *(one.typist_id for one in self.readings.values())}
        return frozenset(one for one in found if one is not None)


@dataclass(frozen=True, slots=True)
class PaperMark:
    """That a sheet is on paper: its serial, who took it in and why."""

    serial: str
    received_by: str
    received_at: datetime
    reason: str


def sheet_papers(session: Session, contest_id: int) -> tuple[SheetPaperView, ...]:
    """List the paper sheets of a contest that are of use, by juror, group and phase; four queries."""
    rows = session.execute(
        _papers()
        .where(SheetPaper.contest_id == contest_id, SheetPaper.state != PaperState.VOID.value)
        .order_by(User.name_key, Juror.id, Application.code, SheetPaper.phase_code, SheetPaper.id)
    ).all()
    readings = _readings(session, [row[0].id for row in rows])
    return tuple(_view(session, row, readings) for row in rows)


def sheet_paper(session: Session, paper_id: int) -> SheetPaperView:
    """Give a paper sheet; NotFound when there is none."""
    row = session.execute(_papers().where(SheetPaper.id == paper_id)).one_or_none()
    if row is None:
        raise NotFound(f"sheet paper {paper_id}")
    return _view(session, row, _readings(session, [paper_id]))


def marks_on_paper(
    session: Session, contest_id: int, *, juror_id: int | None = None, paper_id: int | None = None
) -> Mapping[tuple[int, int, str], PaperMark]:
    """Give the sheets that are on paper, one of them, of one juror or all, by juror, application and phase."""
    own = [] if juror_id is None else [SheetPaper.juror_id == juror_id]
    own += [] if paper_id is None else [SheetPaper.id == paper_id]
    rows = session.execute(
        select(SheetPaper, User.full_name)
        .join(User, User.id == SheetPaper.received_by)
        .where(
            SheetPaper.contest_id == contest_id,
            SheetPaper.state.in_([PaperState.RECEIVED.value, PaperState.ENTERED.value]),
            *own,
        )
        .order_by(SheetPaper.id)
    )
    return {
        (paper.juror_id, paper.application_id, paper.phase_code): PaperMark(
            paper.serial, name, paper.received_at, paper.reason
        )
        for paper, name in rows
        if paper.received_at is not None
    }


def unentered_papers(session: Session, contest_id: int) -> tuple[Problem, ...]:
    """Name the papers that were taken in and are no sheet yet: the scoring does not close over them."""
    return tuple(
        Problem(
            "closing.paper_left",
            field="closing",
            message=N_(
                "%(group)s: falta registrar la ficha en papel %(serial)s de %(juror)s en %(phase)s. Regístrela o "
                "anúlela."
            ),
            params={
                "group": paper.code.entry_code,
                "serial": paper.serial,
                "juror": paper.juror_name,
                "phase": paper.phase_name,
            },
        )
        for paper in sheet_papers(session, contest_id)
        if paper.state is PaperState.RECEIVED
    )


def _papers() -> Select[SheetPaper, int, str, str | None, str, str]:
    return (
        select(SheetPaper, Juror.user_id, User.full_name, Application.code, ProducerGroup.name, Contest.code)
        .join(Juror, Juror.id == SheetPaper.juror_id)
        .join(User, User.id == Juror.user_id)
        .join(Application, Application.id == SheetPaper.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .join(Contest, Contest.id == SheetPaper.contest_id)
    )


def _readings(session: Session, paper_ids: list[int]) -> Mapping[tuple[int, Place], Reading]:
    rows = session.scalars(
        select(SheetTyping).where(SheetTyping.paper_id.in_(paper_ids)).order_by(SheetTyping.id)
    )
    return {
        (row.paper_id, Place(row.place)): Reading(
            row.typist_id, row.typed_at, from_data(TypedSheet, json.loads(row.content))
        )
        for row in rows
    }


def _view(
    session: Session,
    row: Row[SheetPaper, int, str, str | None, str, str],
    readings: Mapping[tuple[int, Place], Reading],
) -> SheetPaperView:
    paper, user_id, juror_name, entry_code, group_name, contest_code = row
    code = PaperCode(
        paper.serial,
        contest_code,
        entry_code or "",
        paper.juror_id,
        paper.phase_code,
        paper.rulebook_sha256,
    )
    return SheetPaperView(
        paper_id=paper.id,
        contest_id=paper.contest_id,
        juror_id=paper.juror_id,
        juror_user_id=user_id,
        juror_name=juror_name,
        application_id=paper.application_id,
        group_name=group_name,
        phase_code=paper.phase_code,
        phase_name=rulebook_of(session, paper.contest_id).phase(paper.phase_code).name,
        code=code,
        state=PaperState(paper.state),
        received_by=paper.received_by,
        received_at=paper.received_at,
        reason=paper.reason,
        void_reason=paper.void_reason,
        scan_sha256=paper.scan_sha256,
        scan_type=paper.scan_type,
        readings={place: readings[paper.id, place] for place in Place if (paper.id, place) in readings},
    )
