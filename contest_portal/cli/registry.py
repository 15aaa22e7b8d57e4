"""`flask registry …`: check and import files of the registry, and count centres by their standing."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.cli.named_files import unreadable, unwritable
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import Problem
from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.queries.overview import centres_by_reason, centres_by_status
from contest_portal.registry.rules.import_progress import STAGE_SENTENCES, OnProgress, Progress
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.rules.reports import ImportReport, RejectedFile, RowProblem
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.source_file import SourceFile

REJECTED, UNUSABLE = 1, 2
SHOW_PROGRESS_FROM = 2_000_000
MOST_NAMED = 12
REGISTRAR = Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)}))
"""Whoever runs the command on the server: imports as staff do; the record names no user."""

registry_group = AppGroup("registry", help="Territory, households and targeting.")


@registry_group.command("import")
@click.argument("kind", type=click.Choice(tuple(FILE_KINDS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", "applies", is_flag=True, help="Store the rows, when none is rejected.")
@click.option("--report", "returned", type=click.Path(path_type=Path), help="Write rejected rows here.")
@click.option(
    "--partial", is_flag=True, help="The file tells of a part only: what it leaves out is not gone."
)
@click.option(
    "--good-rows", is_flag=True, help="Leave rejected rows out, not the whole file; nothing is gone by it."
)
@click.option("--map", "mapped", multiple=True, metavar="FIELD=COLUMN", help="Read a field from this column.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def import_command(
    context: click.Context,
    kind: str,
    file: Path,
    *,
    applies: bool,
    returned: Path | None,
    partial: bool,
    good_rows: bool,
    mapped: tuple[str, ...],
    as_json: bool,
) -> None:
    """Check a CSV or Excel FILE of a KIND; with --apply, import it.

    Exit status: 0 nothing rejected, 1 some rows rejected, 2 the file cannot be used. Only 0 stores anything, and 1
    with --good-rows.
    """
    problem = unreadable(file) or (None if returned is None else unwritable(returned))
    if problem is not None:
        _refuse(problem, as_json=as_json)
        context.exit(UNUSABLE)
    source = SourceFile(file.name, lambda: file.open("rb"))
    choices = _choices(kind, mapped) if mapped else None
    options = ImportOptions(is_complete=not partial, choices=choices, good_rows=good_rows)
    with _progress(file, shown=not as_json) as on_progress:
        report = (_apply if applies else _check)(kind, source, options, on_progress)
    is_applied = applies and report.can_apply
    if returned is not None and report.rejected_lines:
        returned.write_bytes(rejected_rows(source, report))
    if as_json:
        click.echo(json.dumps(report_data(report, is_applied=is_applied), ensure_ascii=False, indent=2))
    else:
        _print(report, is_applied=is_applied)
    context.exit(UNUSABLE if report.is_unusable else REJECTED if report.rejected else 0)


@registry_group.command("targeting")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def targeting_command(*, as_json: bool) -> None:
    """Count the centres by status and reason."""
    with _database().reading() as session:
        by_status, by_reason = centres_by_status(session), centres_by_reason(session)
    if as_json:
        reasons = {row.reason: row.number for row in by_reason}
        click.echo(json.dumps({"status": dict(by_status), "reason": reasons}, indent=2))
        return
    for status, number in by_status.items():
        click.echo(f"{status:14} {number:>7}")
        for row in by_reason:
            if row.status == status:
                click.echo(f"  {row.reason:34} {row.number:>7}")


def report_data(report: ImportReport, *, is_applied: bool) -> dict[str, object]:
    """Give a report as plain data: counts, problems by code, and the first problems in full."""
    return {
        "kind": report.kind,
        "file": report.filename,
        "sha256": report.sha256,
        "applied": is_applied,
        "usable": not report.is_unusable,
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "gone": report.gone,
        "rejected": report.rejected,
        "problems": dict(report.problem_counts),
        "columns": {choice.title: choice.column for choice in report.reading.choices if choice.column},
        "details": [_problem_data(found) for found in report.problems],
        "notices": [notice.text for notice in report.notices],
    }


def _refuse(problem: Problem, *, as_json: bool) -> None:
    """Say that a file named in the command cannot be opened; nothing was read."""
    if as_json:
        found = {"code": problem.code, "message": problem.text}
        click.echo(json.dumps({"usable": False, "applied": False, **found}, ensure_ascii=False, indent=2))
        return
    click.echo(problem.text, err=True)


def _check(kind: str, source: SourceFile, options: ImportOptions, on_progress: OnProgress) -> ImportReport:
    with _database().reading() as session:
        return check_file(session, _act(), kind=kind, source=source, options=options, on_progress=on_progress)


def _apply(kind: str, source: SourceFile, options: ImportOptions, on_progress: OnProgress) -> ImportReport:
    try:
        with _database().transaction() as session:
            return import_file(
                session, _act(), kind=kind, source=source, options=options, on_progress=on_progress
            )
    except RejectedFile as refusal:
        return refusal.report


def _choices(kind: str, mapped: tuple[str, ...]) -> dict[str, str]:
    """Read FIELD=COLUMN pairs; a field is named by the title that messages use or by its name in the code."""
    fields = {
        name: column.field for column in FILE_KINDS[kind].columns for name in (column.title, column.field)
    }
    choices = {}
    for pair in mapped:
        field, equals, column = pair.partition("=")
        if not equals or field not in fields:
            known = ", ".join(column.title for column in FILE_KINDS[kind].columns)
            raise click.BadParameter(f"{pair}: use FIELD=COLUMN; the fields are {known}", param_hint="--map")
        choices[fields[field]] = column
    return choices


@contextmanager
def _progress(file: Path, *, shown: bool) -> Iterator[OnProgress]:
    """Show a bar while a large file is read and stored."""
    if not shown or file.stat().st_size < SHOW_PROGRESS_FROM or not sys.stderr.isatty():
        yield lambda _progress: None
        return
    with click.progressbar(length=100, file=sys.stderr) as bar:

        def show(progress: Progress) -> None:
            bar.label = STAGE_SENTENCES[progress.stage]
            bar.update(progress.percent - bar.pos)

        yield show


def _print(report: ImportReport, *, is_applied: bool) -> None:
    for found in report.problems:
        column = f", columna {found.column}" if found.column else ""
        click.echo(f"línea {found.line}{column}: {found.text}", err=True)
    if report.hidden_problems:
        click.echo(f"… y {report.hidden_problems} problemas más", err=True)
    for notice in report.notices:
        click.echo(notice.text, err=True)
    for choice in report.reading.choices:
        if choice.is_guess:
            click.echo(f"«{choice.column}» se leyó como {choice.title}; si no es así, use --map.", err=True)
    _print_unread(report)
    click.echo(
        f"leídas {report.read} · nuevas {report.new} · cambiadas {report.changed} · "
        f"sin cambio {report.unchanged} · retiradas {report.gone} · rechazadas {report.rejected}"
    )
    click.echo(_outcome(report, is_applied=is_applied))


def _print_unread(report: ImportReport) -> None:
    """Name the columns that were not read: one of them may be known by a name that only its author uses."""
    read = {choice.column for choice in report.reading.choices}
    unread = [f"«{' '.join(name.split())}»" for name in report.reading.names if name and name not in read]
    if unread:
        more = f" y {len(unread) - MOST_NAMED} más" if len(unread) > MOST_NAMED else ""
        click.echo(
            f"Columnas que no se leyeron: {', '.join(unread[:MOST_NAMED])}{more}. Si alguna hace falta, use --map.",
            err=True,
        )


def _outcome(report: ImportReport, *, is_applied: bool) -> str:
    if is_applied:
        return "Se importaron las filas buenas." if report.rejected else "Importado."
    if report.can_apply:
        return "Comprobado: no se guardó nada. Repita la orden con --apply para importar."
    return "No se guardó nada."


def _problem_data(found: RowProblem) -> dict[str, object]:
    return {
        "line": found.line,
        "column": found.column,
        "value": found.value,
        "code": found.problem.code,
        "message": found.text,
    }


def _act() -> Act:
    return Act(REGISTRAR, current_app.extensions["clock"]())


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
