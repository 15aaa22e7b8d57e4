"""Which structure a database has, and which one this program expects."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session


def newest_revision(folder: Path) -> str:
    """Give the number of the last migration of a folder."""
    return max(path.name[:4] for path in folder.glob("[0-9][0-9][0-9][0-9]_*.py"))


def revision_of(session: Session) -> str | None:
    """Give the migration that a database stands at; None when it has no tables of ours, or does not answer."""
    try:
        revision: str | None = session.scalar(text("select version_num from alembic_version"))
    except DBAPIError:
        return None
    return revision
