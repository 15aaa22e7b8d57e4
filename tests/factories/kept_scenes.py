"""Scenes that the real services build once, and that are afterwards put in place as the rows they left.

Importing the same small files, or seating the same jury, again and again took much of the time of all tests. The rows
of the first time are kept for all workers of a run and for both databases, and inserted as they were as long as nobody
is there; where somebody is, the scene is really built.
"""

import io
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import (
    Connection,
    Engine,
    Table,
    event,
    exists,
    false,
    func,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, immediateload

from contest_portal.accounts.models import User
from contest_portal.kernel.audit import AuditHead, AuditRow
from contest_portal.kernel.database import Base
from contest_portal.registry.models.register import District, ImportBatch
from contest_portal.scoring.models import Sheet
from tests.factories.numbers import numbers_of
from tests.turns import alone

T = TypeVar("T")
Rows = Sequence[Mapping[str, object]]
Statement = tuple[str, object]
"""As a driver takes it, with its parameters."""
RowGiven = tuple[type[Base], tuple[object], tuple[str, ...]]
"""A row's class and number, and what hung on it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The rows that a builder left, table by table, and what it gave, with a row's class and number in its place."""

    rows: tuple[tuple[str, Rows], ...]
    given: bytes
    rows_given: frozenset[RowGiven]


_KEPT: dict[str, Scene] = {}
_STATEMENTS: dict[tuple[Engine, str], list[Statement]] = {}
"""What puts a scene in place, as the driver took it the first time: writing it out took half of the time."""
_NUMBERED: set[tuple[Engine, str]] = set()
"""Where the numbers of new rows begin after those of a scene, on PostgreSQL."""
_FOLDERS: list[Path] = []
_FIRST = {cast(Table, model.__table__) for model in (AuditRow, ImportBatch, District, User)}
"""Where everything begins: while these are empty, a scene can be put in place as it was."""
_HERE = ("session",)
_HEAD, _SHEET = cast(Table, AuditHead.__table__), cast(Table, Sheet.__table__)
_BEGUN = {"state": "draft", "sealed_at": None, "sealed_sha256": None}
"""How a sheet comes in: the database takes no marks for a final one."""


def keep_scenes_in(folder: Path) -> None:
    """Keep scenes in a folder that all workers of a run share."""
    folder.mkdir(exist_ok=True)
    _FOLDERS[:] = [folder]


def kept_scene(session: Session, name: str, build: Callable[[Session], T]) -> T:
    """Put a scene in place and give what its builder gave. `build` needs nothing of the database, refers to nobody."""
    session.flush()
    if not isinstance(session.get_bind(), Connection) or not _FOLDERS:
        return build(session)
    if name in _KEPT:
        return cast(T, _put(session, name)) if _fits(session, _KEPT[name]) else build(session)
    path = _FOLDERS[0] / sha256(name.encode()).hexdigest()
    with alone(path.with_suffix(".lock")):
        if path.exists():
            _KEPT[name] = pickle.loads(path.read_bytes())  # noqa: S301 - our own, of this run
            return kept_scene(session, name, build)
        before = {table: _rows(session, table) for table in Base.metadata.sorted_tables}
        with numbers_of(name):
            given = build(session)
        session.flush()
        scene = _left(session, before, given)
        if not any(before[table] for table in _begins(scene)):
            _KEPT[name] = scene
            path.write_bytes(pickle.dumps(scene))
        return given


def _fits(session: Session, scene: Scene) -> bool:
    """Say whether nobody is where its rows were."""
    taken = (exists(select(1).select_from(table)) for table in _begins(scene))
    return not session.scalar(select(or_(false(), *taken)))


def _begins(scene: Scene) -> list[Table]:
    return [table for key, _ in scene.rows if (table := Base.metadata.tables[key]) in _FIRST]


def _put(session: Session, name: str) -> object:
    scene, connection = _KEPT[name], session.connection()
    key = connection.engine, name
    if key in _STATEMENTS:
        for statement, parameters in _STATEMENTS[key]:
            connection.exec_driver_sql(statement, parameters)  # type: ignore[arg-type]
    else:
        with _noted(connection) as statements:
            _write(connection, scene)
        _STATEMENTS[key] = statements
    _number_on(session, name)
    session.expire_all()
    return _Finder(io.BytesIO(scene.given), session, scene.rows_given).load()


def _write(connection: Connection, scene: Scene) -> None:
    for table, rows in ((Base.metadata.tables[key], rows) for key, rows in scene.rows):
        if table is _HEAD:
            connection.execute(update(table).values(rows[0]))
        else:
            begun = _BEGUN if table is _SHEET else {}
            connection.execute(insert(table), [{**row, **begun} for row in rows])
    for row in dict(scene.rows).get(_SHEET.key, ()):
        if row["state"] == "final":  # its marks are there by now
            kept = {name: row[name] for name in _BEGUN}
            connection.execute(update(_SHEET).where(_SHEET.c.id == row["id"]).values(kept))


@contextmanager
def _noted(connection: Connection) -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def note(*told: object) -> None:
        statements.append((str(told[2]), told[3]))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def _number_on(session: Session, name: str) -> None:
    """Let PostgreSQL number new rows after those that were put in with their numbers. No rollback undoes that."""
    connection = session.connection()
    if connection.dialect.name != "postgresql" or (connection.engine, name) in _NUMBERED:
        return
    for key, rows in _KEPT[name].rows:
        series = session.scalar(select(func.pg_get_serial_sequence(key, "id"))) if "id" in rows[0] else None
        if series is not None:
            highest = max(cast(int, row["id"]) for row in rows)
            session.execute(select(func.setval(series, func.greatest(func.nextval(series), highest))))
    _NUMBERED.add((connection.engine, name))


def _left(session: Session, before: Mapping[Table, Rows], given: object) -> Scene:
    made = (
        (table.key, [row for row in _rows(session, table) if row not in rows])
        for table, rows in before.items()
    )
    kept = io.BytesIO()
    keeper = _Keeper(kept)
    keeper.dump(given)
    return Scene(
        tuple((key, rows) for key, rows in made if rows), kept.getvalue(), frozenset(keeper.rows_given)
    )


def _rows(session: Session, table: Table) -> Rows:
    return [dict(row) for row in session.execute(select(table)).mappings()]


class _Keeper(pickle.Pickler):
    """Keeps a row's class and number in its place, and what hung on it."""

    def __init__(self, kept: io.BytesIO) -> None:
        super().__init__(kept)
        self.rows_given: set[RowGiven] = set()

    def persistent_id(self, thing: object) -> object:
        if isinstance(thing, Session):
            return _HERE
        if not isinstance(thing, Base):
            return None
        state = inspect(thing)
        hanging = tuple(name for name in state.mapper.relationships.keys() if name in state.dict)  # noqa: SIM118
        self.rows_given.add((type(thing), cast(tuple[object], state.identity), hanging))
        return type(thing), state.identity


class _Finder(pickle.Unpickler):
    """Finds the rows that were kept, in a test's session: those of a class together."""

    def __init__(self, kept: io.BytesIO, session: Session, rows_given: frozenset[RowGiven]) -> None:
        super().__init__(kept)
        self._session = session
        alike: dict[tuple[type[Base], tuple[str, ...]], list[object]] = defaultdict(list)
        for model, (number,), hanging in rows_given:
            alike[model, hanging].append(number)
        self._found = {
            (model, inspect(row).identity): row
            for (model, hanging), numbers in alike.items()
            for row in session.scalars(
                select(model)
                .where(inspect(model).primary_key[0].in_(numbers))
                .options(*(immediateload(getattr(model, name)) for name in hanging))
            )
        }

    def persistent_load(self, row: tuple[type[Base], tuple[object]]) -> object:
        return self._session if row == _HERE else self._found[row]
