"""How transactions begin on the embedded database, and the turns of those who write to it from one process.

SQLite lets a writer who finds another ask again after sleeps of up to a tenth of a second, and of many who wait none
may be awake when the lock is given back. Within a process the next one begins as soon as one ends. Between processes
SQLite's own lock decides, and also where somebody keeps the turn for longer than the others are patient.
"""

import threading
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_PATIENCE, _HURRY = timedelta(seconds=15), timedelta(milliseconds=100)
"""So long a writer waits for another."""
_TURN = "portal_turn"


def watch_turns(engine: Engine) -> None:
    """Let transactions of this engine begin so that acknowledged work is kept and writers take turns.

    A transaction says by the options of its connection whether it writes (`portal_writes`) and is in a hurry
    (`portal_hurries`); who begins one that writes calls `end_turn` after it.
    """
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", partial(_begin, threading.Lock()))


def end_turn(connection: Connection) -> None:
    """Give back the turn of a transaction that has ended; nothing where it had none."""
    turn: threading.Lock | None = connection.info.pop(_TURN, None)
    if turn is not None:
        turn.release()


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(_busy_timeout(_PATIENCE))
    cursor.close()


def _begin(turn: threading.Lock, connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("portal_writes", True):
        connection.exec_driver_sql("BEGIN")
        return
    is_hurried = options.get("portal_hurries", False)
    if "portal_writes" in options and _TURN not in connection.info:
        if turn.acquire(timeout=(_HURRY if is_hurried else _PATIENCE).total_seconds()):
            connection.info[_TURN] = turn
        else:
            is_hurried = True  # it has waited already
    if is_hurried:
        _begin_soon(connection)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_soon(connection: Connection) -> None:
    connection.exec_driver_sql(_busy_timeout(_HURRY))
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(_busy_timeout(_PATIENCE))


def _busy_timeout(patience: timedelta) -> str:
    return f"PRAGMA busy_timeout={patience // timedelta(milliseconds=1)}"
