"""A database that does not fit the program, or does not answer: every command says so in one sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from functools import wraps
from typing import TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, OperationalError

from contest_portal.config import MIGRATIONS
from contest_portal.kernel.database import Database, is_away
from contest_portal.kernel.revisions import apart_from, newest_revision, revision_of

R = TypeVar("R")


def speaking(command: click.Command) -> click.Command:
    """Copy a command, or a group of them, so that it ends with a sentence where the database is not what it needs.

    Which of them need it nobody has to list: those meet an error of the database, and only then is it asked why.
    """
    spoken = copy(command)
    if isinstance(spoken, click.Group):
        spoken.commands = {name: speaking(one) for name, one in spoken.commands.items()}
    if spoken.callback is not None:
        spoken.callback = _speaking(spoken.callback)
    return spoken


def _speaking(callback: Callable[..., R]) -> Callable[..., R]:
    @wraps(callback)
    def spoken(*arguments: object, **options: object) -> R:
        with in_a_sentence():
            return callback(*arguments, **options)

    return with_appcontext(spoken)


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turn an error of the database into the sentence that explains it, if there is one."""
    try:
        yield
    except DBAPIError as error:
        try:
            refuse_other_structure()
        except DBAPIError as away:
            raise click.ClickException(_away(away)) from error
        if isinstance(error, OperationalError) and is_away(error):
            raise click.ClickException(_away(error)) from error
        raise


def refuse_other_structure() -> None:
    """End the command when the database is of another version than the program."""
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        apart = apart_from(revision_of(session), newest_revision(MIGRATIONS))
    if apart is not None:
        raise click.ClickException(apart)


def refuse_to_serve() -> None:
    """End a command that would go on and on with a database of another version; one that is away may come back."""
    with suppress(DBAPIError):
        refuse_other_structure()


def reason_of(error: DBAPIError) -> str:
    """Give what the driver said, in one line."""
    return " ".join(str(error.orig).split())


def _away(error: DBAPIError) -> str:
    return (
        f"the database of DATABASE_URL cannot be asked ({reason_of(error)}). Start it, or mend the address."
    )
