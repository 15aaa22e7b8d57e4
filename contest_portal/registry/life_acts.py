"""How what a person noted is written into the register: as a source of its own, beside the files.

Each act has a batch that names who and when; a row it changes keeps what it was as a version, as an import would.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import NotFound, Problem, refuse
from contest_portal.registry.centre_counts import reassess_centres
from contest_portal.registry.components import locked_household
from contest_portal.registry.imports.stores import NOUNS, Noun
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.models.register import ACT, Household, ImportBatch, Person, RegisterVersion
from contest_portal.registry.rules.life_events import (
    EventKind,
    Home,
    NotedField,
    departure_problems,
    gone_problem,
    noting_problems,
)

_HOUSEHOLD, _PERSON = NOUNS["households"]


@dataclass(frozen=True, slots=True)
class Noted:
    """What everybody who notes something says: the day it happened, how it is known, and who leads from then on."""

    on_date: date
    reason: str
    new_head: int | None = None


def household_to_change(session: Session, act: Act, household_id: int) -> Household:
    """Give a household, locked, to somebody who may correct the register where it lies."""
    household = locked_household(session, household_id)
    permit(act.actor, Action.REGISTER_CORRECT, Scope(ubigeo=household.centre_code[:6]))
    return household


def person_to_change(session: Session, act: Act, person_id: int) -> tuple[Person, Household]:
    """Give a person with the household, which is locked; NotFound when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(f"person {person_id}")
    household = household_to_change(session, act, person.household_id)
    session.refresh(person)
    return person, household


def home_of(session: Session, household: Household) -> Home:
    """Give who is in a household today."""
    present = session.execute(
        select(Person.id, Person.is_head)
        .where(Person.household_id == household.id, Person.gone_batch_id.is_(None))
        .order_by(Person.id)
    ).all()
    head = next((row.id for row in present if row.is_head), None)
    return Home(frozenset(row.id for row in present), head, is_gone=household.gone_batch_id is not None)


def depart(session: Session, act: Act, kind: EventKind, *, person_id: int, noted: Noted) -> LifeEvent:
    """Let somebody leave the register, and a head be followed by whom `noted` names.

    With a death a household may end, and its centre has one less. Refused with every reason why it cannot be noted.
    """
    person, household = person_to_change(session, act, person_id)
    may_end = kind is EventKind.DEATH
    home = home_of(session, household)
    refuse(
        [
            gone_problem(home),
            *common_problems(session, act, noted, [household], [person]),
            *departure_problems(home, {person.id}, noted.new_head, may_end=may_end),
        ]
    )
    event = open_event(session, act, kind, household, noted, person=person)
    go(session, event, [person], None, None)
    close_ranks(session, event, household, home, {person.id}, noted.new_head)
    put_on_record(session, act, event, centres=[household.centre_code] if may_end else ())
    return event


def common_problems(
    session: Session, act: Act, noted: Noted, households: Iterable[Household], persons: Collection[Person]
) -> tuple[Problem, ...]:
    """Check what every act says against the day of the last one about the same households or persons."""
    homes, people = [row.id for row in households], [row.id for row in persons]
    subjects = or_(
        LifeEvent.household_id.in_(homes),
        LifeEvent.other_household_id.in_(homes),
        LifeEvent.id.in_(select(NotedFact.event_id).where(NotedFact.person_id.in_(people))),
    )
    last = session.scalar(select(func.max(LifeEvent.on_date)).where(LifeEvent.undone_at.is_(None), subjects))
    births = [row.birth_date for row in persons if row.birth_date is not None]
    return noting_problems(
        clean_text(noted.reason),
        noted.on_date,
        today=office_date(act.at),
        last=last,
        born=max(births, default=None),
    )


def open_event(
    session: Session,
    act: Act,
    kind: EventKind,
    household: Household,
    noted: Noted,
    *,
    person: Person | None = None,
    other: Household | None = None,
) -> LifeEvent:
    """Make the event with its batch: the rows it changes name it. `other` is where somebody went."""
    event = LifeEvent(
        kind=kind.value,
        household_id=household.id,
        other_household_id=None if other is None else other.id,
        person_id=None if person is None else person.id,
        on_date=noted.on_date,
        reason=clean_text(noted.reason),
        noted_at=act.at,
        noted_by=act.actor.user_id,
        batch_id=open_batch(session, act, noted.on_date).id,
    )
    session.add(event)
    session.flush()
    return event


def open_batch(session: Session, act: Act, effective_on: date) -> ImportBatch:
    """Make the source of what a person says: no file, no rows."""
    batch = ImportBatch(
        kind=ACT,
        filename="",
        sha256="",
        rows_read=0,
        rows_new=0,
        rows_changed=0,
        rows_unchanged=0,
        told_by=ACT,
        is_complete=False,
        applied_at=act.at,
        applied_by=act.actor.user_id,
        effective_on=effective_on,
    )
    session.add(batch)
    session.flush()
    return batch


def rewrite(session: Session, row: Household | Person, batch_id: int, **values: object) -> None:
    """Keep a row as it is as a version, then change it; the batch is its source from now on."""
    noun = noun_of(row)
    session.add(
        RegisterVersion(
            noun=noun.name,
            key=row.dni if isinstance(row, Person) else row.code,
            content=json.dumps(content_of(noun, row), default=date.isoformat, ensure_ascii=False),
            batch_id=row.batch_id,
            line=row.line,
            until_batch_id=batch_id,
            household_id=row.household_id if isinstance(row, Person) else None,
        )
    )
    for name, value in values.items():
        setattr(row, name, value)
    row.batch_id, row.line = batch_id, None
    session.flush()


def noun_of(row: Household | Person) -> Noun:
    """Give the noun of a row of the register."""
    return _PERSON if isinstance(row, Person) else _HOUSEHOLD


def content_of(noun: Noun, row: Household | Person) -> dict[str, object]:
    """Give the values that a version keeps."""
    return {name: getattr(row, name) for name in (*noun.fields, *noun.links, "gone_batch_id")}


def settle(
    session: Session,
    event: LifeEvent,
    subject: Household | Person,
    field: NotedField,
    value: str | None = None,
) -> None:
    """Keep a value from later imports, as long as the event stands."""
    fact = NotedFact(event_id=event.id, field=field.value, value=value)
    if isinstance(subject, Person):
        fact.person_id = subject.id
    else:
        fact.household_id = subject.id
    session.add(fact)


def go(
    session: Session, event: LifeEvent, persons: Iterable[Person], target: Household | None, head: int | None
) -> None:
    """Let persons go to another household, led there by `head`; without a target they leave the register."""
    for person in persons:
        if target is None:
            rewrite(session, person, event.batch_id, gone_batch_id=event.batch_id, is_head=False)
            settle(session, event, person, NotedField.STANDING)
        else:
            is_head = person.id == head
            rewrite(session, person, event.batch_id, household_id=target.id, is_head=is_head, kinship=None)
            settle(session, event, person, NotedField.HOME)


def close_ranks(
    session: Session,
    event: LifeEvent,
    household: Household,
    home: Home,
    leaving: Collection[int],
    new_head: int | None,
) -> None:
    """Give a household its new head, or end it when nobody remains. Whoever was kin to the old head is so no more."""
    if not home.without(leaving):
        rewrite(session, household, event.batch_id, gone_batch_id=event.batch_id)
    elif home.needs_head(leaving):
        rewrite(session, session.get_one(Person, new_head), event.batch_id, is_head=True, kinship=None)
        linked = select(Person).where(Person.id.in_(home.without(leaving)), Person.kinship.is_not(None))
        for person in session.scalars(linked.order_by(Person.id)).all():
            rewrite(session, person, event.batch_id, kinship=None)
        settle(session, event, household, NotedField.HEAD)


def put_on_record(session: Session, act: Act, event: LifeEvent, *, centres: Iterable[str] = ()) -> None:
    """Write the act into the chain, without anybody's data, and count the households of changed centres anew."""
    session.flush()
    reassess_centres(session, centres)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"life.{event.kind}",
        subject=f"life_event:{event.id}",
        data={
            "household_id": event.household_id,
            "person_id": event.person_id,
            "other_household_id": event.other_household_id,
            "on_date": event.on_date.isoformat(),
        },
    )
