"""Scenes that the real services build once, and that are afterwards put in place as the rows they left.

Importing the same small files, or seating the same jury, again and again took much of the time of all tests. The rows
of the first time are kept for each database and inserted as they were, as long as nobody is there; otherwise, or the
first time, the scene is really built.
"""

import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine, Table, exists, false, insert, inspect, or_, select, update
from sqlalchemy.orm import Session, immediateload

from contest_portal.accounts.models import User
from contest_portal.kernel.audit import AuditHead, AuditRow
from contest_portal.kernel.database import Base
from contest_portal.registry.models.register import District, ImportBatch

T = TypeVar("T")
Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Scene:
    """The rows that a builder left, table by table, and what it gave, with a row's class and number in its place."""

    rows: tuple[tuple[Table, Rows], ...]
    given: bytes

    def fits(self, session: Session) -> bool:
        """Say whether nobody is where its rows were."""
        taken = (exists(select(1).select_from(table)) for table, _ in self.rows if table in _FIRST)
        return not session.scalar(select(or_(false(), *taken)))


_ASKED: set[tuple[Engine, str]] = set()
_KEPT: dict[tuple[Engine, str], Scene] = {}
_FIRST = {cast(Table, model.__table__) for model in (AuditRow, ImportBatch, District, User)}
"""Where everything begins: while those of a scene are empty, its rows can be put in place as they were."""
_HERE = ("session",)
_HEAD = cast(Table, AuditHead.__table__)


def kept_scene(session: Session, name: str, build: Callable[[Session], T]) -> T:
    """Put a scene in place and give what its builder gave. `build` needs nothing of the database, refers to nobody.

    What is asked for once is built, what is asked for again is kept.
    """
    session.flush()
    bind = session.get_bind()
    if not isinstance(bind, Connection):
        return build(session)
    key = (bind.engine, name)
    if key in _KEPT and _KEPT[key].fits(session):
        return cast(T, _put(session, _KEPT[key]))
    if key in _KEPT or key not in _ASKED:
        _ASKED.add(key)
        return build(session)
    before = {table: _rows(session, table) for table in Base.metadata.sorted_tables}
    given = build(session)
    session.flush()
    scene = _left(session, before, given)
    if not any(before[table] for table, _ in scene.rows if table in _FIRST):
        _KEPT[key] = scene
    return given


def _put(session: Session, scene: Scene) -> object:
    for table, rows in scene.rows:
        if table is _HEAD:
            session.execute(update(table).values(rows[0]))
        else:
            session.execute(insert(table), rows)
    session.expire_all()
    return _Finder(io.BytesIO(scene.given), session).load()


def _left(session: Session, before: Mapping[Table, Rows], given: object) -> Scene:
    made = (
        (table, [row for row in _rows(session, table) if row not in rows]) for table, rows in before.items()
    )
    kept = io.BytesIO()
    _Keeper(kept).dump(given)
    return Scene(tuple((table, rows) for table, rows in made if rows), kept.getvalue())


def _rows(session: Session, table: Table) -> Rows:
    return [dict(row) for row in session.execute(select(table)).mappings()]


class _Keeper(pickle.Pickler):
    """Keeps a row's class and number in its place, and what hung on it."""

    def persistent_id(self, thing: object) -> object:
        if isinstance(thing, Session):
            return _HERE
        if not isinstance(thing, Base):
            return None
        state = inspect(thing)
        hanging = [name for name in state.mapper.relationships.keys() if name in state.dict]  # noqa: SIM118
        return type(thing), state.identity, hanging


class _Finder(pickle.Unpickler):
    """Finds the rows that were kept, in a test's session."""

    def __init__(self, kept: io.BytesIO, session: Session) -> None:
        super().__init__(kept)
        self._session = session

    def persistent_load(self, row: tuple[type[Base], tuple[int, ...], list[str]]) -> object:
        if row == _HERE:
            return self._session
        model, identity, hanging = row
        options = [immediateload(getattr(model, name)) for name in hanging]
        return self._session.get_one(model, identity, options=options)
