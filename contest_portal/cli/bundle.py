"""`flask bundle …`: a contest as one file. All but `export` and `import` work on the file alone, with no database."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import offices
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.allocation.rules.registry import RULES
from contest_portal.cli.named_files import content_of, unreadable, unwritable
from contest_portal.contests.queries import contest_by_code
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import N_, NotFound, Problem, Refused
from contest_portal.publication.bundle_checks import import_problems
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.bundle_schema import bundle_schema
from contest_portal.publication.rules.bundle import Bundle, write_bundle
from contest_portal.publication.rules.bundle_reading import LARGEST, read_bundle
from contest_portal.publication.rules.bundle_reports import allocation_report, ranking_report
from contest_portal.publication.services.import_bundle import import_bundle
from contest_portal.publication.verify import Verifier, read

FAILS, UNUSABLE = 1, 2
OF_A_STEP = frozenset({"bundle.changed", "bundle.repeated", "bundle.unknown"})
"""Problems of a file for which the specification has steps: hashes and codes."""
IMPORTER = Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)}))
"""Whoever runs the command on the server: brings contests in as staff do; the record names no user."""
bundle_group = AppGroup("bundle", help="A contest as one file that anyone can verify.")
_FILE = click.Path(path_type=Path, allow_dash=True)


@bundle_group.command("export")
@click.argument("contest")
@click.option("--out", type=_FILE, help="Write the file here.")
def export_command(contest: str, out: Path | None) -> None:
    """Write the bundle of a contest whose scoring is closed."""
    problem = None if out is None or str(out) == "-" else unwritable(out)
    if problem is not None:
        _stop((problem,), UNUSABLE)
    database: Database = current_app.extensions["database"]
    try:
        with database.reading() as session:
            text = write_bundle(bundle_of(session, contest_by_code(session, contest)))
    except Refused as refusal:
        _stop(refusal.problems, FAILS)
    except NotFound:
        _stop((_no_contest(contest),), FAILS)
    if out is None or str(out) == "-":
        click.echo(text)
    else:
        out.write_text(text, encoding="utf-8")


@bundle_group.command("verify")
@click.argument("file", type=_FILE)
@click.option("--sha256", help="The hash that was published.")
@click.option(
    "--document", "documents", type=_FILE, multiple=True, help="A PDF of the contest; may be repeated."
)
def verify_command(file: Path, sha256: str | None, documents: tuple[Path, ...]) -> None:
    """Take every step of the specification; exit with 1 when one fails."""
    content = _content(file)
    for problem in filter(None, map(unreadable, documents)):
        _stop((problem,), UNUSABLE)
    problems = _reading_problems(content)
    if any(problem.code not in OF_A_STEP for problem in problems):
        _stop(problems, UNUSABLE)
    try:
        report = Verifier(read(content), sha256, documents).report()
    except ValueError as error:
        _stop((_unfit(str(error)),), UNUSABLE)
    if problems and not report["failed"]:
        _stop(problems, UNUSABLE)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    sys.exit(FAILS if report["failed"] else 0)


@bundle_group.command("rank")
@click.argument("file", type=_FILE)
def rank_command(file: Path) -> None:
    """Work out totals and places from the sheets of a file."""
    bundle = _read(file)
    _print(lambda: ranking_report(bundle))


@bundle_group.command("allocate")
@click.argument("file", type=_FILE)
@click.option("--rule", type=click.Choice(tuple(RULES)), help="Without it, the rule of the contest.")
def allocate_command(file: Path, rule: str | None) -> None:
    """Share out the fund of a file by any rule of the portal."""
    bundle = _read(file)
    _print(lambda: allocation_report(bundle, rule or bundle.rules.allocation_rule))


@bundle_group.command("import")
@click.argument("file", type=_FILE)
@click.option(
    "--office", "office_code", help="Code of the office that takes it in; not needed if there is one."
)
@click.option("--apply", "applies", is_flag=True, help="Bring the contest in; without it, only check.")
def import_command(file: Path, office_code: str | None, *, applies: bool) -> None:
    """Check a contest of elsewhere, and bring it in with its sheets final, ready to be ranked and allocated."""
    bundle = _read(file)
    database: Database = current_app.extensions["database"]
    with database.reading() as session:
        office = _office(session, office_code)
        problems = import_problems(session, bundle)
    if problems:
        _stop(problems, FAILS)
    groups, sheets = len(bundle.groups), len(bundle.sheets)
    if not applies:
        click.echo(f"{bundle.rules.code} can be brought in: {groups} groups, {sheets} sheets. Add --apply")
        return
    try:
        with database.transaction() as session:
            contest = import_bundle(session, Act(IMPORTER, utc_now()), bundle, office_id=office.id)
    except Refused as refusal:  # somebody else was faster
        _stop(refusal.problems, FAILS)
    click.echo(
        f"contest {contest.id} is in evaluation: {bundle.rules.code}, {groups} groups, {sheets} sheets"
    )


@bundle_group.command("schema")
def schema_command() -> None:
    """Write the JSON Schema of the format."""
    click.echo(bundle_schema(), nl=False)


def _office(session: Session, code: str | None) -> Office:
    """Give the office of a code, or the only one there is."""
    found = [office for office in offices(session) if code in (None, office.code)]
    if len(found) != 1:
        known = ", ".join(office.code for office in offices(session))
        raise click.UsageError(f"Diga con --office qué oficina lo recibe, una de estas: {known}.")
    return found[0]


def _unfit(reason: str) -> Problem:
    message = N_("El archivo no se puede usar (paso 1.1 de docs/verification.md): %(reason)s. Corríjalo.")
    return Problem("bundle.unusable", field="file", message=message, params={"reason": reason})


def _no_contest(code: str) -> Problem:
    message = N_("No hay ningún concurso publicado de código «%(code)s». Revise el código.")
    return Problem("bundle.no_contest", field="contest", message=message, params={"code": code})


def _read(file: Path) -> Bundle:
    try:
        return read_bundle(_content(file))
    except Refused as refusal:
        _stop(refusal.problems, UNUSABLE)


def _content(file: Path) -> bytes:
    try:
        return content_of(file, most=LARGEST)
    except Refused as refusal:
        _stop(refusal.problems, UNUSABLE)


def _reading_problems(content: bytes) -> tuple[Problem, ...]:
    try:
        read_bundle(content)
    except Refused as refusal:
        return tuple(refusal.problems)
    return ()


def _print(work: Callable[[], Json]) -> None:
    try:
        click.echo(json.dumps(work(), ensure_ascii=False, indent=1))
    except Refused as refusal:
        _stop(refusal.problems, FAILS)


def _stop(problems: tuple[Problem, ...], code: int) -> NoReturn:
    for problem in problems:
        click.echo(problem.text, err=True)
    sys.exit(code)
