"""`flask registry …`: check and import files of the registry, and count centres by their standing."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.kernel.database import Database
from contest_portal.registry.overview_queries import centres_by_reason, centres_by_status
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.rules.reports import ImportReport, RejectedFile, RowProblem
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from contest_portal.registry.sources.delimited_file import SourceFile

REJECTED, UNUSABLE = 1, 2
REGISTRAR = Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)}))
"""Whoever runs the command on the server: imports as staff do; the record names no user."""

registry_group = AppGroup("registry", help="Territory, households and targeting.")


@registry_group.command("import")
@click.argument("kind", type=click.Choice(tuple(FILE_KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "applies", is_flag=True, help="Store the rows, when none is rejected.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def import_command(context: click.Context, kind: str, file: Path, *, applies: bool, as_json: bool) -> None:
    """Check a CSV FILE of a KIND; with --apply, import it.

    Exit status: 0 nothing rejected, 1 some rows rejected, 2 the file cannot be used. Only 0 stores anything.
    """
    source = SourceFile(file.name, lambda: file.open("rb"))
    report = _apply(kind, source) if applies else _check(kind, source)
    is_applied = applies and report.can_apply
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
        "rejected": report.rejected,
        "problems": dict(report.problem_counts),
        "details": [_problem_data(found) for found in report.problems],
        "notices": [notice.text for notice in report.notices],
    }


def _check(kind: str, source: SourceFile) -> ImportReport:
    with _database().reading() as session:
        return check_file(session, _act(), kind=kind, source=source)


def _apply(kind: str, source: SourceFile) -> ImportReport:
    try:
        with _database().transaction() as session:
            return import_file(session, _act(), kind=kind, source=source)
    except RejectedFile as refusal:
        return refusal.report


def _print(report: ImportReport, *, is_applied: bool) -> None:
    for found in report.problems:
        column = f", columna {found.column}" if found.column else ""
        click.echo(f"línea {found.line}{column}: {found.text}", err=True)
    if report.hidden_problems:
        click.echo(f"… y {report.hidden_problems} problemas más", err=True)
    for notice in report.notices:
        click.echo(notice.text, err=True)
    click.echo(
        f"leídas {report.read} · nuevas {report.new} · cambiadas {report.changed} · "
        f"sin cambio {report.unchanged} · rechazadas {report.rejected}"
    )
    click.echo(_outcome(report, is_applied=is_applied))


def _outcome(report: ImportReport, *, is_applied: bool) -> str:
    if is_applied:
        return "Importado."
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
