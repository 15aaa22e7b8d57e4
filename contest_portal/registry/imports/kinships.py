"""Links to a head who is head no more: a file that tells of another one, or of another household, ends them."""

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.models.register import Household, Person


def unlearn_kinships(session: Session, stage: Stage) -> None:
    """Say in the staged rows that a known link no longer holds, where the file tells no new one.

    So it is for whoever leads now, came from another household, or lives under a head whom the register does not know
    as such. Nothing is asked where no link is known.
    """
    if session.execute(select(Person.id).where(Person.kinship.is_not(None)).limit(1)).first() is None:
        return
    rows = stage.table
    linked = (
        select(rows.c.line)
        .join(Person, Person.dni == rows.c.dni)
        .join(Household, Household.id == Person.household_id)
        .where(
            Person.kinship.is_not(None),
            rows.c.kinship.is_(None),
            or_(rows.c.is_head, Household.code != rows.c.household_code, _has_new_head(stage)),
        )
    )
    session.execute(update(rows).where(rows.c.line.in_(linked)).values(kinship=""))


def _has_new_head(stage: Stage) -> ColumnElement[bool]:
    rows, head, home = stage.table.alias("heads"), aliased(Person), aliased(Household)
    leads_already = exists(
        select(head.id)
        .join(home, home.id == head.household_id)
        .where(head.dni == rows.c.dni, head.is_head, home.code == rows.c.household_code)
    )
    return stage.table.c.household_code.in_(
        select(rows.c.household_code).where(and_(rows.c.is_head, ~leads_already))
    )
