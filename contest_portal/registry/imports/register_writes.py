"""Compare staged rows with the register and write them, a whole file in a few statements.

What a row was before is kept as a version; what the same source told earlier of the same places and tells no more is
marked as gone. Nothing is ever deleted.
"""

from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.imports.stores import Condition, Noun
from contest_portal.registry.models.register import ImportBatch, RegisterVersion


@dataclass(frozen=True, slots=True)
class Fates:
    """How many lines are new and how many change something; how many things are gone."""

    new: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells, and whether what it leaves out of the places it tells of is gone."""

    told_by: str
    is_complete: bool


def count_fates(session: Session, nouns: tuple[Noun, ...], stage: Stage, telling: Telling) -> Fates:
    """Say what writing the staged rows would do; nothing is written."""
    lines = nouns[-1]
    rows = lines.rows(stage.table)
    touched = lines.differs(rows)
    if lines.parent is not None:
        touched = or_(touched, rows.c[lines.parent_key].in_(_touched_keys(lines.parent, stage)))
    counts = select(
        func.coalesce(func.sum(case((lines.is_new(), 1), else_=0)), 0),
        func.coalesce(func.sum(case((lines.is_new(), 0), (touched, 1), else_=0)), 0),
    ).select_from(rows.outerjoin(lines.table, lines.same(rows)))
    new, changed = session.execute(counts).one()
    gone = 0
    if _told_before(session, telling):
        missing = select(func.count()).select_from(lines.table).where(_is_gone(lines, stage, telling))
        gone = session.scalars(missing).one()
    return Fates(new, changed, gone)


def write_rows(
    session: Session, nouns: tuple[Noun, ...], stage: Stage, telling: Telling, *, batch_id: int
) -> None:
    """Write the staged rows in the caller's transaction, each with its batch and line."""
    told_before = _told_before(session, telling)
    for noun in nouns:
        if session.execute(select(literal(1)).select_from(noun.table).limit(1)).first() is not None:
            _keep_changed(session, noun, stage, batch_id)
            _update_changed(session, noun, stage, batch_id)
        _insert_new(session, noun, stage, batch_id)
    for noun in nouns if told_before else ():
        gone = _is_gone(noun, stage, telling)
        keep_versions(session, noun, select(noun.table).where(gone), batch_id)
        session.execute(update(noun.table).where(gone).values(gone_batch_id=batch_id))


def _touched_keys(noun: Noun, stage: Stage) -> Select[tuple[str]]:
    rows = noun.rows(stage.table)
    joined = rows.outerjoin(noun.table, noun.same(rows))
    return select(rows.c[noun.key[0]]).select_from(joined).where(or_(noun.is_new(), noun.differs(rows)))


def _told_before(session: Session, telling: Telling) -> bool:
    """Say whether a complete file can leave out anything: the source told something in an earlier one."""
    earlier = select(ImportBatch.id).where(ImportBatch.told_by == telling.told_by).limit(1)
    return telling.is_complete and session.execute(earlier).first() is not None


def vanishing(session: Session, noun: Noun, stage: Stage, telling: Telling) -> Condition:
    """Say that a stored row will be gone because a complete file leaves it out."""
    return _is_gone(noun, stage, telling) if _told_before(session, telling) else false()


def _is_gone(noun: Noun, stage: Stage, telling: Telling) -> Condition:
    """Say that a stored row is told no more: by an outer join, since SQLite makes no index for NOT EXISTS."""
    stored, rows = noun.table, noun.rows(stage.table)
    key = [stored.c[name] for name in noun.key]
    batches = select(ImportBatch.id).where(ImportBatch.told_by == telling.told_by)
    gone = (
        select(*key)
        .select_from(stored.outerjoin(rows, noun.same(rows)))
        .where(
            rows.c[noun.key[0]].is_(None),
            stored.c.gone_batch_id.is_(None),
            stored.c.first_batch_id.in_(batches),
            noun.covers(stored, noun.rows(stage.table)),
            ~noun.is_noted(stored),
        )
        .correlate(None)
    )
    return tuple_(*key).in_(gone)


def _keep_changed(session: Session, noun: Noun, stage: Stage, batch_id: int) -> None:
    rows = noun.rows(stage.table)
    changed = select(noun.table).select_from(noun.table.join(rows, noun.same(rows))).where(noun.differs(rows))
    keep_versions(session, noun, changed, batch_id)


def keep_versions(session: Session, noun: Noun, rows: Select[tuple[object, ...]], batch_id: int) -> None:
    """Keep stored rows as they are now: a later batch is about to change them."""
    kept = rows.with_only_columns(
        literal(noun.name),
        noun.written_key(),
        _content(session, noun),
        noun.table.c.batch_id,
        noun.table.c.line,
        literal(batch_id),
        noun.table.c.household_id if "household_id" in noun.links else null(),
    )
    columns = ["noun", "key", "content", "batch_id", "line", "until_batch_id", "household_id"]
    session.execute(insert(RegisterVersion).from_select(columns, kept))


def _content(session: Session, noun: Noun) -> ColumnElement[str]:
    names = (*noun.fields, *noun.links, "gone_batch_id")
    pairs: list[ColumnElement[object]] = []
    for name in names:
        pairs += [literal_column(f"'{name}'"), noun.table.c[name]]
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.jsonb_build_object(*pairs), Text)
    return func.json_object(*pairs)


def _update_changed(session: Session, noun: Noun, stage: Stage, batch_id: int) -> None:
    rows = noun.rows(stage.table)
    told = {name: noun.value(rows, name) for name in noun.fields}
    linked = {name: rows.c[name] for name in noun.links}
    marks = {"batch_id": batch_id, "line": rows.c.line, "gone_batch_id": null()}
    session.execute(
        update(noun.table).where(noun.same(rows), noun.differs(rows)).values({**told, **linked, **marks})
    )


def _insert_new(session: Session, noun: Noun, stage: Stage, batch_id: int) -> None:
    rows = noun.rows(stage.table)
    names = (*noun.key, *noun.fields, *noun.links)
    values = [_value(rows, noun, name) for name in names]
    origin = [literal(batch_id), rows.c.line, literal(batch_id)]
    new = (
        select(*values, *origin)
        .select_from(rows.outerjoin(noun.table, noun.same(rows)))
        .where(noun.is_new())
        .order_by(rows.c.line)
    )
    session.execute(insert(noun.table).from_select([*names, "batch_id", "line", "first_batch_id"], new))


def _value(rows: FromClause, noun: Noun, name: str) -> ColumnElement[object]:
    if name in noun.defaults:
        return func.coalesce(rows.c[name], literal(noun.defaults[name]))
    value: ColumnElement[object] = rows.c[name]
    return value
