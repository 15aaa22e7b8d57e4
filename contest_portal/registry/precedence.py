"""Settling what two sources say differently: the one believed more keeps its word, and every difference is listed.

Many lines are compared with the register at once: a few queries for all of them. The register knows the source of
each value by the import that first told it; where an earlier difference was won by another source and its value still
stands, that source is the one whose word is held. What a person noted prevails.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contest_portal.registry.imports.row_states import lives
from contest_portal.registry.models.register import Household, ImportBatch, Person
from contest_portal.registry.models.sources import FILES, NOTED, RegistrySource, SourceConflict
from contest_portal.registry.noted_facts import noted_households
from contest_portal.registry.rules.life_events import NotedField
from contest_portal.registry.rules.row_history import State, origin
from contest_portal.registry.rules.source_conflicts import (
    COLUMNS,
    HOUSEHOLD_FIELDS,
    PERSON_FIELDS,
    Claim,
    ConflictField,
    column_text,
    disagree,
    is_other_writing,
    value_of,
    winner,
)
from contest_portal.registry.rules.source_pages import Row

BELIEVED_MOST = 0
"""What a person noted is believed before any source: their numbers begin at 1."""
Subject = tuple[str, int]
"""A household or a person: which of the two, and its id."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the register holds of a household or a person, as texts, and who said each thing."""

    subject: Subject
    columns: Mapping[str, str]
    sources: Mapping[ConflictField, str]


class Settlement:
    """Compares the lines of one source with the register, and lists what disagrees.

    Without a moment (`at`) nothing is listed, only counted. `held` and `replaced` count the differences that the
    register's value and the line's own won.
    """

    def __init__(
        self, session: Session, *, source_code: str, run_id: int | None, at: datetime | None
    ) -> None:
        self._session = session
        self._source = source_code
        self._run_id = run_id
        self._at = at
        self.held = self.replaced = 0
        found = session.execute(select(RegistrySource.code, RegistrySource.precedence))
        self._precedence = {**dict(found.all()), NOTED: BELIEVED_MOST}
        self._noted = {
            ConflictField.CENTRE: noted_households(session, NotedField.CENTRE),
            ConflictField.PLACE: noted_households(session, NotedField.PLACE),
        }
        self.noted = 0

    def settle(self, rows: list[Row]) -> list[Row]:
        """Give the lines with the values that the register is to hold."""
        households = self._households({row["household_code"] for row in rows})
        persons = self._persons({row["dni"].strip() for row in rows})
        earlier = self._earlier([*households.values(), *persons.values()])
        decided: dict[tuple[Subject, ConflictField], Row] = {}
        settled = []
        for row in rows:
            changes: Row = {}
            for held, field in _asked(households.get(row["household_code"]), persons.get(row["dni"].strip())):
                key = (held.subject, field)
                if key not in decided:
                    decided[key] = self._decide(held, field, row, earlier)
                changes |= decided[key]
            settled.append(row | changes)
        return settled

    def _decide(
        self, held: Held, field: ConflictField, row: Row, earlier: Mapping[object, list[SourceConflict]]
    ) -> Row:
        """Give the columns to put back into the line; nothing when the line's own stand."""
        before = earlier.get((held.subject, field), [])
        value = value_of(field, held.columns)
        owner = next((c.winner for c in reversed(before) if c.winning_value == value), held.sources[field])
        if held.subject[1] in self._noted.get(field, ()):
            owner = NOTED
        mine = self._claim(self._source, value_of(field, row))
        theirs = self._claim(owner, value)
        if not disagree(theirs, mine):
            return _columns(held, field) if is_other_writing(field, theirs, mine) else {}
        won = winner(theirs, mine)
        if self._at is not None:
            self._note(held.subject, field, theirs, mine, won, before, at=self._at)
        if won is mine:
            self.replaced += 1
            return {}
        self.held += 1
        return _columns(held, field)

    def _note(
        self,
        subject: Subject,
        field: ConflictField,
        held: Claim,
        other: Claim,
        won: Claim,
        before: list[SourceConflict],
        *,
        at: datetime,
    ) -> None:
        """List a difference once: the same two values again are no news, other values replace an open one."""
        values = (held.source, held.value, other.source, other.value)
        if any((c.held_source, c.held_value, c.other_source, c.other_value) == values for c in before):
            return
        kind, subject_id = subject
        pair = (held.source, other.source)
        conflict = next((c for c in before if not c.note and (c.held_source, c.other_source) == pair), None)
        if conflict is None:
            conflict = SourceConflict(field=field.value, **{f"{kind}_id": subject_id})
            self._session.add(conflict)
        conflict.held_source, conflict.held_value, conflict.other_source, conflict.other_value = values
        conflict.winner, conflict.noted_at, conflict.run_id = won.source, at, self._run_id
        self.noted += 1

    def _claim(self, source: str, value: str) -> Claim:
        return Claim(source, self._precedence.get(source, self._precedence[FILES]), value)

    def _households(self, codes: set[str]) -> dict[str, Held]:
        rows = self._session.scalars(
            select(Household).where(Household.code.in_(codes)).order_by(Household.id)
        ).all()
        tellers = self._tellers(lives(self._session, rows, []).households, HOUSEHOLD_FIELDS)
        return {
            row.code: Held(("household", row.id), _texts(row, HOUSEHOLD_FIELDS), tellers[row.id])
            for row in rows
        }

    def _persons(self, dnis: set[str]) -> dict[str, Held]:
        rows = self._session.scalars(select(Person).where(Person.dni.in_(dnis)).order_by(Person.id)).all()
        tellers = self._tellers(lives(self._session, [], rows).persons, PERSON_FIELDS)
        return {
            row.dni: Held(("person", row.id), _texts(row, PERSON_FIELDS), tellers[row.id]) for row in rows
        }

    def _tellers(
        self, states: Mapping[int, Sequence[State]], fields: tuple[ConflictField, ...]
    ) -> dict[int, dict[ConflictField, str]]:
        """Name the source of each field, by the ids of the rows: of whoever first told its present value."""
        batches = {
            row_id: {
                field: origin(every, len(every) - 1, COLUMNS[field][0]).batch_id or 0 for field in fields
            }
            for row_id, every in states.items()
        }
        ids = {batch_id for told in batches.values() for batch_id in told.values()}
        named = select(ImportBatch.id, ImportBatch.source_code).where(ImportBatch.id.in_(ids))
        sources = dict(self._session.execute(named.order_by(ImportBatch.id)).all())
        return {
            row_id: {field: sources.get(batch_id) or FILES for field, batch_id in told.items()}
            for row_id, told in batches.items()
        }

    def _earlier(self, everything: list[Held]) -> Mapping[object, list[SourceConflict]]:
        """Give the differences listed before, by subject and field, the oldest first."""
        ids: dict[str, set[int]] = {"household": set(), "person": set()}
        for held in everything:
            ids[held.subject[0]].add(held.subject[1])
        found = self._session.scalars(
            select(SourceConflict)
            .where(
                or_(
                    SourceConflict.household_id.in_(ids["household"]),
                    SourceConflict.person_id.in_(ids["person"]),
                )
            )
            .order_by(SourceConflict.noted_at, SourceConflict.id)
        )
        earlier: dict[object, list[SourceConflict]] = {}
        for conflict in found:
            earlier.setdefault((_subject(conflict), ConflictField(conflict.field)), []).append(conflict)
        return earlier


def _columns(held: Held, field: ConflictField) -> Row:
    return {name: held.columns[name] for name in COLUMNS[field]}


def _asked(household: Held | None, person: Held | None) -> Iterator[tuple[Held, ConflictField]]:
    """Name what is known of a line's household and person, field by field."""
    for held, fields in ((household, HOUSEHOLD_FIELDS), (person, PERSON_FIELDS)):
        if held is not None:
            yield from ((held, field) for field in fields)


def _texts(row: Household | Person, fields: Iterable[ConflictField]) -> dict[str, str]:
    names = [name for field in fields for name in COLUMNS[field]]
    return {name: column_text(name, getattr(row, name)) for name in names}


def _subject(conflict: SourceConflict) -> Subject:
    if conflict.household_id is not None:
        return "household", conflict.household_id
    return "person", conflict.person_id or 0
