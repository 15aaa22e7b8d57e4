"""A file of households beside what other sources told: the rule of precedence for a whole file at once.

The database names the households and persons whose values differ from what another source had a hand in; only these
are asked of the rule, the same that settles an outside registry's pages. What the file is not believed in becomes
"not told" in its staged rows, which changes nothing of the register.
"""

from collections.abc import Iterator

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    String,
    Table,
    Text,
    cast,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.imports.stores import NOUNS, Noun
from contest_portal.registry.models.register import ImportBatch, RegisterVersion
from contest_portal.registry.models.sources import FILES, SourceConflict
from contest_portal.registry.precedence import Settlement
from contest_portal.registry.rules.source_conflicts import (
    COLUMNS,
    HOUSEHOLD_FIELDS,
    PERSON_FIELDS,
    ConflictField,
    column_text,
)
from contest_portal.registry.rules.source_pages import Row

Condition = ColumnElement[bool]
_AT_ONCE = 1_000
_HOUSEHOLD, _PERSON = NOUNS["households"]
_ALSO_UNTOLD = {ConflictField.NAMES: ("sort_key",)}
_UNTOLD = Table(
    "settled_otherwise",
    MetaData(),
    Column("field", String(14)),
    Column("key", String(24)),
    prefixes=["TEMPORARY"],
)


def settle_file(session: Session, stage: Stage, *, batch_id: int | None) -> tuple[Problem, ...]:
    """Take out of a file's staged rows what a source that is believed more says otherwise; say how much that was.

    With a batch every difference is listed for the office to look into; a check only counts. In a register that no
    other source ever told anything this is one question to the database.
    """
    others = select(literal(1)).where(exists().where(ImportBatch.source_code.is_not(None)))
    if session.execute(others).first() is None:
        return ()
    at = None if batch_id is None else session.get_one(ImportBatch, batch_id).applied_at
    settlement = Settlement(session, source_code=FILES, run_id=None, at=at)
    connection = session.connection()
    _UNTOLD.drop(connection, checkfirst=True)
    _UNTOLD.create(connection)
    for noun, fields in ((_HOUSEHOLD, HOUSEHOLD_FIELDS), (_PERSON, PERSON_FIELDS)):
        for rows in _suspects(session, stage, noun, fields):
            _note_untold(session, noun, fields, rows, settlement.settle(rows))
    session.flush()
    _leave_out(session, stage)
    _UNTOLD.drop(connection)
    return tuple(_remarks(settlement))


def _suspects(
    session: Session, stage: Stage, noun: Noun, fields: tuple[ConflictField, ...]
) -> Iterator[list[Row]]:
    """Give the rows that differ from a stored one that another source had a hand in, as texts, some at a time."""
    told, stored = noun.rows(stage.table), noun.table
    names = [name for field in fields for name in COLUMNS[field]]
    key = noun.key[0]
    differs = [told.c[name].is_not(None) & told.c[name].is_distinct_from(stored.c[name]) for name in names]
    statement = (
        select(told.c[key], *(cast(told.c[name], Text) for name in names))
        .join_from(told, stored, noun.same(told))
        .where(or_(*differs), _told_elsewhere(noun))
        .order_by(told.c[key])
    )
    nobody: Row = {"household_code": "", "dni": ""}
    found = session.execute(statement.execution_options(yield_per=_AT_ONCE))
    for part in found.partitions():
        yield [
            nobody
            | {_file_key(noun): code}
            | {name: column_text(name, value) for name, value in zip(names, values, strict=True)}
            for code, *values in part
        ]


def _file_key(noun: Noun) -> str:
    return "dni" if noun is _PERSON else "household_code"


def _told_elsewhere(noun: Noun) -> Condition:
    """Say that a stored row, or what it was before, came from another source, or was disputed already."""
    stored = noun.table
    outside = select(ImportBatch.id).where(ImportBatch.source_code.is_not(None))
    kept = select(RegisterVersion.key).where(
        RegisterVersion.noun == noun.name, RegisterVersion.batch_id.in_(outside)
    )
    disputed = SourceConflict.household_id if noun is _HOUSEHOLD else SourceConflict.person_id
    return or_(
        stored.c.batch_id.in_(outside),
        stored.c[noun.key[0]].in_(kept),
        stored.c.id.in_(select(disputed).where(disputed.is_not(None))),
    )


def _note_untold(
    session: Session, noun: Noun, fields: tuple[ConflictField, ...], rows: list[Row], settled: list[Row]
) -> None:
    """Note the fields in which the register keeps its own, by the key of their rows."""
    untold = [
        {"field": field.value, "key": row[_file_key(noun)]}
        for row, kept in zip(rows, settled, strict=True)
        for field in fields
        if any(row[name] != kept[name] for name in COLUMNS[field])
    ]
    if untold:
        session.execute(insert(_UNTOLD), untold)


def _leave_out(session: Session, stage: Stage) -> None:
    rows = stage.table
    for field in ConflictField:
        key = rows.c.dni if field in PERSON_FIELDS else rows.c.household_code
        names = (*COLUMNS[field], *_ALSO_UNTOLD.get(field, ()))
        keys = select(_UNTOLD.c.key).where(_UNTOLD.c.field == field.value)
        session.execute(update(rows).where(key.in_(keys)).values(dict.fromkeys(names)))


def _remarks(settlement: Settlement) -> Iterator[Problem]:
    if settlement.held:
        message = N_(
            "Datos que otra fuente de más confianza dice de otro modo: %(rows)s. No cambian; quedan en la lista de "
            "discrepancias entre fuentes."
        )
        yield Problem("conflict.held", field="file", message=message, params={"rows": str(settlement.held)})
    if settlement.replaced:
        message = N_(
            "Datos de otra fuente de menos confianza que este archivo cambia: %(rows)s. Quedan en la lista de "
            "discrepancias entre fuentes."
        )
        yield Problem(
            "conflict.replaced", field="file", message=message, params={"rows": str(settlement.replaced)}
        )
