"""`flask audit …`: the chain of who did what, and its states that people keep."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.accounts.checkpoint_queries import KeptState, LogCheck, check_log
from contest_portal.accounts.services.take_checkpoint import take_checkpoint
from contest_portal.cli.named_files import unreadable, unwritable
from contest_portal.config import Settings
from contest_portal.kernel.audit import AuditRow, link_content, row_hashes
from contest_portal.kernel.checkpoints import KeptCheckpoint, agrees, note_of, printed, read_note, read_words
from contest_portal.kernel.clock_watch import accept_clock
from contest_portal.kernel.database import Database
from contest_portal.kernel.inclusion import Inclusion, holds, prove, read_inclusion, write_inclusion
from contest_portal.kernel.problems import Problem, Refused

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
    _refuse_unwritable(out)
    with _database().transaction() as session:
        taken = take_checkpoint(session, at=clock(), actor_id=None, subject="command")
        rows = tuple(row_hashes(session)) if with_rows else ()
    if out is not None:
        out.write_text(note_of(taken, origin=f"{settings.public_url}/registro", rows=rows), "utf-8")
    click.echo(f"{taken.size} {taken.root}\n{taken.size} {' '.join(printed(taken).words)}")


@audit_group.command("accept-clock")
@click.option("--reason", required=True, help="Why the log holds later instants: it stays in the log.")
def accept_clock_command(reason: str) -> None:
    """Say that the clock is right now: what the log holds of later instants came of one that had gone ahead."""
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    if not reason.strip():
        raise click.UsageError("--reason must say why.")
    with _database().transaction() as session:
        accept_clock(session, at=clock(), reason=reason.strip())
    click.echo("noted: from now on deeds are measured by this clock")


@audit_group.command("prove")
@click.argument("row", type=click.IntRange(min=1))
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@click.option(
    "--at", "size", type=click.IntRange(min=1), help="In the log of so many rows, as a paper says; now."
)
@click.option(
    "--content", "with_content", is_flag=True, help="With what the row says: who did what may be in it."
)
def prove_command(row: int, out: Path, size: int | None, *, with_content: bool) -> None:
    """Write the proof that a row is in the log, as a file that is checked without the portal's data."""
    _refuse_unwritable(out)
    with _database().reading() as session:
        hashes = tuple(islice(row_hashes(session), size))
        stored = session.get(AuditRow, row)
    if stored is None or row > len(hashes) or (size or 0) > len(hashes):
        click.echo(
            f"the log has {len(hashes)} rows here: there is no row {row} in a log of {size or len(hashes)}",
            err=True,
        )
        sys.exit(2)
    proof = prove(hashes, row, content=link_content(stored) if with_content else None)
    out.write_text(write_inclusion(proof), "utf-8")
    click.echo(_said(proof))


@audit_group.command("check-proof")
@click.argument("proof_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--checkpoint", "given", help="The kept state that it must lead to: a file, or number and twelve words."
)
def check_proof_command(proof_file: Path, given: str | None) -> None:
    """Check such a file; no database is opened. Exit with 1 when it proves nothing."""
    try:
        proof = read_inclusion(proof_file.read_bytes())
    except Refused as error:
        _end_with(*error.problems)
    if not holds(proof):
        click.echo(f"the file does not prove that row {proof.row} is in the log", err=True)
        sys.exit(1)
    kept = _read(given) if given else None
    if kept and not (kept.size == proof.size and agrees(kept, proof.root)):
        click.echo(f"the file is about another state: {_said(proof)}", err=True)
        sys.exit(1)
    click.echo(f"proven: {_said(proof)}")
    if proof.content is not None:
        click.echo(proof.content)


def _said(proof: Inclusion) -> str:
    words = " ".join(printed(proof.checkpoint).words)
    return f"row {proof.row} is in the log of {proof.size} rows, {words}"


def _read(given: str) -> KeptCheckpoint:
    """Read a kept state, from a file or from words; end with 2 when it is none."""
    path, (size, _, words) = Path(given), given.strip().partition(" ")
    is_words = not given.strip() or (bool(words) and not os.path.exists(given))  # noqa: PTH110 - any text, any length
    problem = None if is_words else unreadable(path)
    if problem is not None:
        _end_with(problem)
    try:
        # what is no text is no such file either, and is named so
        return read_words(size, words) if is_words else read_note(path.read_text("utf-8", errors="replace"))
    except Refused as error:
        _end_with(*error.problems)


def _refuse_unwritable(out: Path | None) -> None:
    """End with 2, before anything is noted or worked out, when the file could not be written."""
    problem = None if out is None else unwritable(out)
    if problem is not None:
        _end_with(problem)


def _end_with(*problems: Problem) -> NoReturn:
    for problem in problems:
        click.echo(problem.text, err=True)
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
