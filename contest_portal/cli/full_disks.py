"""A disk that fills up under a command: said in one sentence that names the place."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from contest_portal.kernel.database import is_full
from contest_portal.kernel.problems import PortalError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(PortalError):
    """A place has no room left; the sentence names it."""


@contextmanager
def room_in(place: Path | str) -> Iterator[None]:
    """Turn what a full disk says, in whatever words, into NoRoom that names the place."""
    try:
        yield
    except (OSError, sqlite3.OperationalError, OperationalError) as error:
        if not _is_full(error):
            raise
        raise NoRoom(
            f"no queda espacio en {place}: libere espacio y repita la orden. No quedó nada a medias"
        ) from error


def place_of(engine: Engine) -> str:
    """Name where a database keeps its rows, without its password."""
    if engine.dialect.name == "sqlite":
        return engine.url.database or "la memoria"
    return f"el disco de la base de datos {engine.url.database}"


def _is_full(error: OSError | sqlite3.OperationalError | OperationalError) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return is_full(error) if isinstance(error, OperationalError) else "disk is full" in str(error)
