"""Heads of households where a file tells another one: whoever led before stops, also when the file is silent of them.

A household has one head. Who led may stand in the file without a word on it, or not stand in it at all; those who were
kin to that person and are not in the file are kin to nobody known until a file or a person says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import Session, aliased

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.register_writes import Telling, keep_versions, vanishing
from contest_portal.registry.imports.staging import ROWS_AT_ONCE, Stage
from contest_portal.registry.imports.stores import NOUNS, table_of
from contest_portal.registry.models.register import Household, Person

_PERSON = NOUNS["households"][1]


@dataclass(frozen=True, slots=True)
class Unseated:
    """Somebody a file does not mention, in a household to which its line gives another head."""

    person_id: int
    line: int
    led: bool


def unseat_heads(session: Session, stage: Stage, telling: Telling) -> tuple[Unseated, ...]:
    """Let the file's own lines say who leads no more, and give whom it does not mention."""
    rows, led = stage.table, aliased(Person)
    told = (
        select(rows.c.line, led.id, led.dni, led.household_id)
        .join(Household, Household.code == rows.c.household_code)
        .join(led, led.household_id == Household.id)
        .where(rows.c.is_head, led.is_head, led.gone_batch_id.is_(None), led.dni != rows.c.dni)
        .order_by(rows.c.line)
    )
    found = session.execute(told).all()
    if not found:
        return ()
    lines = {household_id: line for line, _, _, household_id in found}
    _say_so(stage, session, [dni for _, _, dni, _ in found])
    rest = _not_mentioned(session, stage, telling, list(lines))
    return tuple(Unseated(one.id, lines[one.household_id], led=one.is_head) for one in rest)


def unseated_notice(unseated: Sequence[Unseated]) -> Iterator[Problem]:
    """Say of how many households the head before is not in the file."""
    number = sum(one.led for one in unseated)
    if number:
        message = N_(
            "Hogares a los que el archivo da otro jefe o jefa sin mencionar a quien lo era: %(rows)s. Esa persona deja "
            "de serlo y sigue como integrante, con el parentesco por confirmar."
        )
        yield Problem("household.head_unseated", field="file", message=message, params={"rows": str(number)})


def write_unseated(session: Session, unseated: Sequence[Unseated], *, batch_id: int) -> None:
    """Write that they lead no more, or are kin to nobody known, by the line that tells the new head."""
    person = table_of(Person)
    for start in range(0, len(unseated), ROWS_AT_ONCE):
        some = unseated[start : start + ROWS_AT_ONCE]
        changed = select(person).where(person.c.id.in_([one.person_id for one in some]))
        keep_versions(session, _PERSON, changed, batch_id)
        session.connection().execute(
            update(person)
            .where(person.c.id == bindparam("of"))
            .values(is_head=False, kinship=None, batch_id=batch_id, line=bindparam("at_line")),
            [{"of": one.person_id, "at_line": one.line} for one in some],
        )


def _say_so(stage: Stage, session: Session, dnis: Sequence[str]) -> None:
    rows = stage.table
    for start in range(0, len(dnis), ROWS_AT_ONCE):
        silent = and_(rows.c.dni.in_(dnis[start : start + ROWS_AT_ONCE]), rows.c.is_head.is_(None))
        session.execute(update(rows).where(silent).values(is_head=False))


def _not_mentioned(
    session: Session, stage: Stage, telling: Telling, household_ids: Sequence[int]
) -> Iterator[Person]:
    """Give who remains in the households: not in the file, not gone, nor going because the file leaves them out."""
    going = vanishing(session, _PERSON, stage, telling)
    for start in range(0, len(household_ids), ROWS_AT_ONCE):
        yield from session.scalars(
            select(Person)
            .where(
                Person.household_id.in_(household_ids[start : start + ROWS_AT_ONCE]),
                Person.gone_batch_id.is_(None),
                or_(Person.is_head, Person.kinship.is_not(None)),
                Person.dni.not_in(select(stage.table.c.dni)),
                ~going,
            )
            .order_by(Person.id)
        )
