"""Scenes that the real services build once, and that are afterwards put in place as the rows they left.

Importing the same small files again and again took much of the time of all tests. The rows of the first time
are kept for each database and inserted as they were, as long as the register is empty; otherwise, or the first time,
the scene is really built.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from sqlalchemy import Connection, Engine, Table, func, insert, select, update
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditHead, AuditRow
from contest_portal.kernel.database import Base
from contest_portal.registry.models.register import District, ImportBatch

Rows = Sequence[Mapping[str, object]]
Scene = tuple[tuple[Table, Rows], ...]
_KEPT: dict[tuple[Engine, str], Scene] = {}
_FIRST = (AuditRow, ImportBatch, District)
"""Where a register begins: while these are empty, the rows of a scene can be put in place as they were."""
_HEAD = cast(Table, AuditHead.__table__)


def kept_scene(session: Session, name: str, build: Callable[[Session], None]) -> None:
    """Put a scene in place. `build` needs nothing of the database and refers to nobody."""
    session.flush()
    if any(session.scalar(select(func.count()).select_from(model)) for model in _FIRST):
        build(session)
        return
    bind = session.get_bind()
    key = (bind.engine if isinstance(bind, Connection) else bind, name)
    if key in _KEPT:
        _put(session, _KEPT[key])
    else:
        _KEPT[key] = _built(session, build)


def _put(session: Session, scene: Scene) -> None:
    for table, rows in scene:
        if table is _HEAD:
            session.execute(update(table).values(rows[0]))
        else:
            session.execute(insert(table), rows)
    session.expire_all()


def _built(session: Session, build: Callable[[Session], None]) -> Scene:
    tables = Base.metadata.sorted_tables
    before = {table: _rows(session, table) for table in tables}
    build(session)
    session.flush()
    made = ((table, [row for row in _rows(session, table) if row not in before[table]]) for table in tables)
    return tuple((table, rows) for table, rows in made if rows)


def _rows(session: Session, table: Table) -> Rows:
    return [dict(row) for row in session.execute(select(table)).mappings()]
