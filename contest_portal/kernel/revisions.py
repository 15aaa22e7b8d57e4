"""Which structure a database has, and which one this program expects."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


def newest_revision(folder: Path) -> str:
    """Give the number of the last migration of a folder."""
    return max(path.name[:4] for path in folder.glob("[0-9][0-9][0-9][0-9]_*.py"))


def apart_from(found: str | None, wanted: str) -> str | None:
    """Say in a sentence how the structure of a database differs from the one this program needs; None if in nothing."""
    if found == wanted:
        return None
    stands = f"the database stands at {found or 'nothing'}, not at {wanted}"
    if found is not None and found > wanted:
        return f"{stands}: it is of a later version of the program. Install that version."
    return f"{stands}: run flask --app wsgi db upgrade."


def revision_of(session: Session) -> str | None:
    """Give the migration that a database stands at; None when it has no tables of ours, or does not answer."""
    try:
        revision: str | None = session.scalar(text("select version_num from alembic_version"))
    except DBAPIError:
        return None
    return revision
