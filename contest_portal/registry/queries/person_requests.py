"""Named reads of what people asked about their own data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from contest_portal.accounts.models import User
from contest_portal.documents.models import Document
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.models.register import Centre, Household, Person
from contest_portal.registry.rules.person_requests import Standing, standing
from contest_portal.registry.searching import within_territories

_ANSWER, _ANSWERER = aliased(Document), aliased(User)


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What the list is narrowed by; empty means all. `within` are the first digits of districts, none of all."""

    kind: str = ""
    is_open: bool | None = None
    due_before: date | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRequestView:
    """A request as pages show it, the person's DNI as its last digits."""

    id: int
    person_id: int
    person_name: str
    dni_end: str
    ubigeo: str
    office_id: int
    kind: str
    text: str
    received_at: datetime
    due_on: date
    on_paper: bool
    filed_by: int
    filer: str
    receipt_id: int
    receipt_code: str
    outcome: str | None
    answer: str | None
    answerer: str | None
    answered_at: datetime | None
    answer_id: int | None
    answer_code: str | None
    version: int

    @property
    def is_answered(self) -> bool:
        """Tell whether the letter was given."""
        return self.answered_at is not None

    def standing_on(self, today: date) -> Standing:
        """Tell where it stands on a day."""
        return standing(self.due_on, today, office_date(self.answered_at) if self.answered_at else None)


def person_request(session: Session, request_id: int) -> PersonRequestView:
    """Give one; NotFound when there is none."""
    row = session.execute(_rows().where(PersonRequest.id == request_id)).one_or_none()
    if row is None:
        raise NotFound(f"request {request_id} of a person")
    return _view(row)


def person_requests(
    session: Session, wanted: RequestFilter, *, limit: int, offset: int = 0
) -> tuple[PersonRequestView, ...]:
    """List one page: those that wait first, by their last day; then the answered, the newest on top."""
    ordered = (
        _rows()
        .where(*_conditions(wanted))
        .order_by(
            PersonRequest.answered_at.is_not(None),
            case((PersonRequest.answered_at.is_(None), PersonRequest.due_on)),
            PersonRequest.id.desc(),
        )
    )
    return tuple(_view(row) for row in session.execute(ordered.limit(limit).offset(offset)))


def requests_of_person(session: Session, person_id: int) -> tuple[PersonRequestView, ...]:
    """List what one person asked, the newest first."""
    asked = _rows().where(PersonRequest.person_id == person_id).order_by(PersonRequest.id.desc())
    return tuple(_view(row) for row in session.execute(asked))


def count_person_requests(session: Session, wanted: RequestFilter) -> int:
    """Count what `person_requests` lists without its limit."""
    found = _rows().where(*_conditions(wanted)).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            PersonRequest,
            Person,
            Centre.ubigeo,
            Document.code.label("receipt_code"),
            _ANSWER.code.label("answer_code"),
            User.full_name.label("filer"),
            _ANSWERER.full_name.label("answerer"),
        )
        .join(Person, Person.id == PersonRequest.person_id)
        .join(Household, Household.id == Person.household_id)
        .join(Centre, Centre.code == Household.centre_code)
        .join(Document, Document.id == PersonRequest.receipt_id)
        .join(User, User.id == PersonRequest.filed_by)
        .outerjoin(_ANSWER, _ANSWER.id == PersonRequest.answer_id)
        .outerjoin(_ANSWERER, _ANSWERER.id == PersonRequest.answered_by)
    )


def _conditions(wanted: RequestFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.kind:
        yield PersonRequest.kind == wanted.kind
    if wanted.is_open is not None:
        yield (
            PersonRequest.answered_at.is_(None) if wanted.is_open else PersonRequest.answered_at.is_not(None)
        )
    if wanted.due_before is not None:
        yield PersonRequest.due_on < wanted.due_before
    yield from within_territories(Centre.ubigeo, wanted.within)


def _view(row: Row[*tuple[Any, ...]]) -> PersonRequestView:
    asked, person, ubigeo = row[:3]
    return PersonRequestView(
        id=asked.id,
        person_id=person.id,
        person_name=person.full_name,
        dni_end=person.dni[-4:],
        ubigeo=ubigeo,
        office_id=asked.office_id,
        kind=asked.kind,
        text=asked.text,
        received_at=asked.received_at,
        due_on=asked.due_on,
        on_paper=asked.on_paper,
        filed_by=asked.filed_by,
        filer=row.filer,
        receipt_id=asked.receipt_id,
        receipt_code=row.receipt_code,
        outcome=asked.outcome,
        answer=asked.answer,
        answerer=row.answerer,
        answered_at=asked.answered_at,
        answer_id=asked.answer_id,
        answer_code=row.answer_code,
        version=asked.version,
    )
