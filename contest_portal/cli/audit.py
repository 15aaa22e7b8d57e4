"""`flask audit …`: the chain of who did what, and its states that people keep."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.accounts.checkpoint_queries import KeptState, LogCheck, check_log
from contest_portal.accounts.services.take_checkpoint import take_checkpoint
from contest_portal.config import Settings
from contest_portal.kernel.audit import row_hashes
from contest_portal.kernel.checkpoints import KeptCheckpoint, note_of, printed, read_note, read_words
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import Refused

audit_group = AppGroup("audit", help="The chain of who did what.")


@audit_group.command("verify")
@click.option(
    "--checkpoint",
    "given",
    multiple=True,
    help="A kept state: the file that `audit checkpoint` wrote, or the number and the twelve words of a paper.",
)
def verify_command(given: Sequence[str]) -> None:
    """Work out chain and tree; exit with 1 and name the row at which they, or what was kept, do not hold."""
    kept = [_read(one) for one in given]
    with _database().reading() as session:
        found = check_log(session, kept)
    if not found.is_sound:
        click.echo(_fault(found), err=True)
        sys.exit(1)
    with_kept = f", and {len(kept)} kept states with it" if kept else ""
    click.echo(f"the chain holds: {found.rows} rows{with_kept}")


@audit_group.command("checkpoint")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a file to be kept.")
@click.option(
    "--rows", "with_rows", is_flag=True, help="With the hash of each row: a later check names the row."
)
def checkpoint_command(out: Path | None, *, with_rows: bool) -> None:
    """Note the state of the log; print its number, root and twelve words, for whoever keeps them elsewhere."""
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    settings: Settings = current_app.extensions["settings"]
    with _database().transaction() as session:
        taken = take_checkpoint(session, at=clock(), actor_id=None, subject="command")
        rows = tuple(row_hashes(session)) if with_rows else ()
    if out is not None:
        out.write_text(note_of(taken, origin=f"{settings.public_url}/registro", rows=rows), "utf-8")
    click.echo(f"{taken.size} {taken.root}\n{taken.size} {' '.join(printed(taken).words)}")


def _read(given: str) -> KeptCheckpoint:
    """Read a kept state; end with 2 when it is none."""
    try:
        path = Path(given)
        if path.is_file():
            return read_note(path.read_text("utf-8"))
        size, _, words = given.strip().partition(" ")
        return read_words(size, words)
    except (Refused, UnicodeDecodeError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _fault(found: LogCheck) -> str:
    if found.broken is not None:
        row, reason = found.broken.seq, found.broken.reason
        return f"the chain breaks at row {row}: {reason} ({found.rows} rows before it hold)"
    if found.state is KeptState.SHORTER:
        return (
            f"a kept state has {found.changed_to} rows, and the log only {found.rows}: its end was taken away"
        )
    return (
        f"a kept state of {found.changed_to} rows is contradicted: the log was written anew somewhere "
        f"from row {found.changed_from} to row {found.changed_to}"
    )


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
