"""What files of records with a life of their own share: what a catalogue says of them, and what is counted of them."""

from collections.abc import Callable, Iterator

from sqlalchemy import ColumnElement, Subquery, Table, case, func, select, update
from sqlalchemy.orm import Session

from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import Problem
from contest_portal.registry.imports.register_writes import Fates
from contest_portal.registry.imports.staging import Fault, Stage

Condition = ColumnElement[bool]


def name_by_catalogue(
    session: Session, stage: Stage, field: str, catalogue: Table, unknown: Problem
) -> Iterator[Fault]:
    """Write the catalogue's code over whatever a row calls its entry by: its code or its name, in any writing."""
    entries = session.execute(select(catalogue.c.code, catalogue.c.sort_key).order_by(catalogue.c.code)).all()
    codes = {name: code for code, name in entries} | {sort_key(code): code for code, _ in entries}
    column = stage.table.c[field]
    for told in session.scalars(select(column).distinct().order_by(column)).all():
        code = codes.get(sort_key(told))
        if code not in (None, told):
            session.execute(update(stage.table).where(column == told).values({field: code}))
    strange = select(stage.table.c.line, column).where(column.not_in(select(catalogue.c.code)))
    for line, told in session.execute(strange.order_by(stage.table.c.line)):
        yield Fault(line, field, told, unknown)


def new_of_retired(
    session: Session, rows: Subquery, field: str, refuse: Callable[[str], Problem | None]
) -> Iterator[Fault]:
    """Give the new records of entries that were taken out of use. `rows`: matched, with `<field>_name`."""
    told, name = rows.c[field], rows.c[f"{field}_name"]
    retired = select(rows.c.line, told, name).where(~rows.c.is_active, rows.c.is_new)
    for line, code, called in session.execute(retired.order_by(rows.c.line)):
        problem = refuse(called)
        if problem is not None:
            yield Fault(line, field, code, problem)


def counted_fates(session: Session, rows: Subquery, changed: Condition) -> Fates:
    """Count the new and the changed; what a file leaves out stays, since it tells of what was, not of all there is."""
    sums = (func.coalesce(func.sum(case((met, 1), else_=0)), 0) for met in (rows.c.is_new, changed))
    counted = session.execute(select(*sums)).one()
    return Fates(counted[0], counted[1], 0)


def counted_remark(
    session: Session, rows: Subquery, code: str, message: str, condition: Condition
) -> Iterator[Problem]:
    """Say of how many rows something holds, and where the first stands; nothing when it holds of none."""
    number, line = session.execute(select(func.count(), func.min(rows.c.line)).where(condition)).one()
    if number:
        yield Problem(code, field="file", message=message, params={"rows": str(number), "line": str(line)})
