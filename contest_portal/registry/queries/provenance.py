"""Where each present value of a person's or a household's file comes from: a file and its line, a run, a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.imports.row_states import HOUSEHOLD_FIELDS, PERSON_FIELDS, Told, lives
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.history import Source
from contest_portal.registry.rules.row_history import State, origin

_UNSHOWN = frozenset({"gone_batch_id"})


@dataclass(frozen=True, slots=True)
class FieldSource:
    """A field and who first told the value it has now; not the value, which may be masked."""

    field: str
    has_value: bool
    source: Source


def sources_of_person(session: Session, person_id: int) -> tuple[FieldSource, ...]:
    """Give the source of each field of a person; NotFound when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(f"person {person_id}")
    known = lives(session, [], [person])
    return _sources(known.persons[person_id], PERSON_FIELDS, known.told)


def sources_of_household(session: Session, household_id: int) -> tuple[FieldSource, ...]:
    """Give the source of each field of a household; NotFound when there is none."""
    household = session.get(Household, household_id)
    if household is None:
        raise NotFound(f"household {household_id}")
    known = lives(session, [household], [])
    return _sources(known.households[household_id], HOUSEHOLD_FIELDS, known.told)


def _sources(
    states: Sequence[State], fields: Sequence[str], told: Mapping[int, Told]
) -> tuple[FieldSource, ...]:
    """Follow each field back; one without a value was told by nobody."""
    present = len(states) - 1
    found = []
    for field in fields:
        if field in _UNSHOWN:
            continue
        first = origin(states, present, field)
        has_value = states[present].values.get(field) not in (None, "")
        by = told.get(first.batch_id or 0) if has_value else None
        found.append(FieldSource(field, has_value, Source(by, first.line if by else None)))
    return tuple(found)
