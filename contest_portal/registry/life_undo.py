"""Taking back what was noted by mistake: the rows become what they were, as another act in the same history."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, NotFound, Stale
from contest_portal.registry.centre_counts import reassess_centres
from contest_portal.registry.life_acts import open_batch, rewrite
from contest_portal.registry.models.components import ComponentRecord
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.models.register import Household, Person, RegisterVersion
from contest_portal.registry.models.sources import NOTED, SourceConflict
from contest_portal.registry.rules.life_events import Dependants, EventKind

CLOSED_NOTE = N_("Lo anotado se deshizo: vuelve a valer lo que dicen las fuentes.")


def event_to_undo(session: Session, act: Act, event_id: int, expected_version: int) -> LifeEvent:
    """Give an event to somebody who may take it back; Stale when it was changed meanwhile."""
    event = session.get(LifeEvent, event_id, with_for_update=True)
    if event is None:
        raise NotFound(f"event {event_id}")
    for household_id in {event.household_id, event.other_household_id} - {None}:
        home = session.get_one(Household, household_id, with_for_update=True)
        permit(act.actor, Action.REGISTER_CORRECT, Scope(ubigeo=home.centre_code[:6]))
    if event.version != expected_version:
        raise Stale(f"event {event_id}")
    return event


def dependants_of(session: Session, event: LifeEvent, applications: tuple[str, ...] = ()) -> Dependants:
    """Say what of the register rests on an event; who knows of applications adds theirs."""
    joined = components = 0
    if event.kind == EventKind.SPLIT:
        home = event.other_household_id
        joined = session.scalars(
            select(func.count()).where(Person.household_id == home, Person.id.not_in(_parted(event)))
        ).one()
        components = session.scalars(
            select(func.count()).where(
                ComponentRecord.household_id == home, ComponentRecord.voided_at.is_(None)
            )
        ).one()
    return Dependants(
        changed=any(_is_changed(session, one.noun, one.key, one.id) for one in _versions(session, event))
        or any(_is_changed(session, "household", made.code, 0) for made in _made(session, event)),
        joined=joined > 0,
        components=components,
        applications=applications,
    )


def take_back(session: Session, act: Act, event: LifeEvent, reason: str) -> None:
    """Make the rows what they were before the event; a household that it made is gone. Differences listed because
    of it are closed.
    """
    batch = open_batch(session, act, event.on_date)
    centres = set()
    for version in _versions(session, event):
        row = _row_of(session, version)
        rewrite(session, row, batch.id, **_values(row, json.loads(version.content)))
        if isinstance(row, Household):
            centres.add(row.centre_code)
    for made in _made(session, event):
        rewrite(session, made, batch.id, gone_batch_id=batch.id)
        centres.add(made.centre_code)
    event.undone_at, event.undone_by, event.undo_batch_id = act.at, act.actor.user_id, batch.id
    event.undo_reason = clean_text(reason)
    _close_conflicts(session, act, event)
    session.flush()
    reassess_centres(session, centres)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="life.undone",
        subject=f"life_event:{event.id}",
        data={"kind": event.kind, "household_id": event.household_id, "person_id": event.person_id},
    )


def _versions(session: Session, event: LifeEvent) -> list[RegisterVersion]:
    """Give what the rows that an event changed were before it."""
    found = select(RegisterVersion).where(RegisterVersion.until_batch_id == event.batch_id)
    return list(session.scalars(found.order_by(RegisterVersion.id)))


def _made(session: Session, event: LifeEvent) -> Sequence[Household]:
    """Give the household that an event made, if it made one."""
    return session.scalars(select(Household).where(Household.first_batch_id == event.batch_id)).all()


def _parted(event: LifeEvent) -> Select[int | None]:
    return select(NotedFact.person_id).where(NotedFact.event_id == event.id, NotedFact.person_id.is_not(None))


def _is_changed(session: Session, noun: str, key: str, version_id: int) -> bool:
    """Tell whether a row changed after a version of it; what was taken back since is as if it had not been."""
    undone = select(LifeEvent.id).where(
        LifeEvent.undone_at.is_not(None),
        or_(
            LifeEvent.batch_id == RegisterVersion.until_batch_id,
            LifeEvent.undo_batch_id == RegisterVersion.until_batch_id,
        ),
    )
    later = select(RegisterVersion.id).where(
        RegisterVersion.noun == noun,
        RegisterVersion.key == key,
        RegisterVersion.id > version_id,
        ~undone.exists(),
    )
    return session.scalar(later.limit(1)) is not None


def _row_of(session: Session, version: RegisterVersion) -> Household | Person:
    if version.noun == "person":
        return session.scalars(select(Person).where(Person.dni == version.key)).one()
    return session.scalars(select(Household).where(Household.code == version.key)).one()


def _values(row: Household | Person, content: Mapping[str, object]) -> dict[str, object]:
    """Read the values of a version as the row's columns hold them."""
    dates = {column.name for column in row.__table__.columns if column.type.python_type is date}
    return {
        name: date.fromisoformat(str(value)) if name in dates and value is not None else value
        for name, value in content.items()
    }


def _close_conflicts(session: Session, act: Act, event: LifeEvent) -> None:
    facts = session.scalars(select(NotedFact).where(NotedFact.event_id == event.id)).all()
    conflicts = session.scalars(
        select(SourceConflict).where(
            SourceConflict.held_source == NOTED,
            SourceConflict.closed_at.is_(None),
            SourceConflict.person_id.in_([fact.person_id for fact in facts])
            | SourceConflict.household_id.in_([fact.household_id for fact in facts]),
        )
    )
    for conflict in conflicts:
        conflict.closed_at, conflict.closed_by, conflict.note = act.at, act.actor.user_id, CLOSED_NOTE
