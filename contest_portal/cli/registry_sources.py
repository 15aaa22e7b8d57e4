"""`flask registry sync` and `flask registry reference-server`: the link to an outside registry, and its other end."""

import json
import os
from collections import deque

import click
from flask import current_app

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.registry import REGISTRAR, registry_group
from contest_portal.cli.serve import listen, serve_on
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.database import Database
from contest_portal.kernel.logs import only_warnings
from contest_portal.kernel.problems import NotFound, Refused
from contest_portal.registry.queries.sources import (
    Rejection,
    RunView,
    SnapshotAge,
    rejections,
    run_view,
    snapshot_in_use,
    source_by_code,
)
from contest_portal.registry.reference.population import Population
from contest_portal.registry.reference.server import Misbehaviour, ReferenceServer
from contest_portal.registry.rules.backoff import Patience
from contest_portal.registry.rules.source_run import FAULT_SENTENCES, Fault, RunState
from contest_portal.registry.run_steps import OpenFeed, fetch_wanted, http_feed, wanted_page
from contest_portal.registry.services.apply_run import apply_run
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run

APPLIED, REJECTED, UNREACHABLE = 0, 1, 2
TOKEN_VARIABLE = "REGISTRY_TOKEN_REFERENCE"  # noqa: S105 - the name of a variable, no token
DEMO_CENTRES = ("0902020003", "0902020005", "0902020006", "0902030002", "0902030004")
"""Centres of the demonstration, where the reference server's households live unless others are named."""


@registry_group.command("sync")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
@only_warnings()
def sync_command(context: click.Context, source: str, *, as_json: bool) -> None:
    """Bring in what changed at an outside SOURCE; one that stopped goes on where it stopped.

    Exit status: 0 applied, 1 some rows rejected, 2 the source could not be read. Only 0 changes the register.
    """
    run_id = _start(source)
    _fetch_all(run_id, quiet=as_json)
    with _database().reading() as session:
        state = run_view(session, run_id).state
    if state == RunState.FETCHED:
        with _database().transaction() as session:
            apply_run(session, _act(), run_id=run_id)
    with _database().reading() as session:
        run, refused = run_view(session, run_id), rejections(session, run_id)
        snapshot = snapshot_in_use(session, _act().at)
    if as_json:
        click.echo(json.dumps(_data(run, refused, snapshot), ensure_ascii=False, indent=2))
    else:
        _print(run, refused, snapshot)
    context.exit(_status(run))


@registry_group.command("reference-server")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8500, show_default=True, type=click.IntRange(1, 65535))
@click.option("--households", default=200, show_default=True, type=click.IntRange(0, 400_000))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0, 9))
@click.option("--revision", default=1, show_default=True, type=click.IntRange(1, 999_999))
@click.option("--page-size", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.option("--centre", "centres", multiple=True, help="A centre where they live; may be repeated.")
@click.option("--fault", "faults", multiple=True, type=click.Choice([fault.value for fault in Misbehaviour]))
@click.option("--token", envvar=TOKEN_VARIABLE, default="reference", help=f"Or in {TOKEN_VARIABLE}.")
def reference_server_command(
    host: str,
    port: int,
    households: int,
    seed: int,
    revision: int,
    page_size: int,
    centres: tuple[str, ...],
    faults: tuple[str, ...],
    token: str,
) -> None:
    """Serve invented households as an outside registry would, until Ctrl-C.

    Each --fault spoils one answer, in their order. A higher --revision has changed a tenth of the households.
    """
    server = ReferenceServer(
        Population(households, seed, centres or DEMO_CENTRES, revision),
        token,
        page_size,
        faults=deque(map(Misbehaviour, faults)),
    )
    listener = listen(host, port)
    click.echo(f"http://{host}:{port}/v1/households (contract: http://{host}:{port}/openapi.json)")
    serve_on(listener, server)


def _start(code: str) -> int:
    try:
        with _database().transaction() as session:
            return start_run(session, _act(), source_id=source_by_code(session, code).id).id
    except NotFound as error:
        raise click.UsageError(
            f"No hay ninguna fuente «{code}». Regístrela en /oficina/padron/fuentes."
        ) from error
    except Refused as refusal:
        raise click.UsageError("\n".join(problem.text for problem in refusal.problems)) from refusal


def _fetch_all(run_id: int, *, quiet: bool) -> None:
    with _database().reading() as session:
        begun = run_view(session, run_id)
    with click.progressbar(
        length=begun.expected or 1, label="hogares recibidos", hidden=quiet, show_pos=True
    ) as bar:
        bar.update(begun.households)
        while _fetch_one(run_id):
            with _database().reading() as session:
                run = run_view(session, run_id)
            bar.length = max(run.expected or 0, run.households, 1)
            bar.update(run.households - bar.pos)


def _fetch_one(run_id: int) -> bool:
    """Fetch and keep one page; False when there is none left to fetch."""
    with _database().reading() as session:
        wanted = wanted_page(session, run_id)
    if wanted is None:
        return False
    outcome = fetch_wanted(wanted, _feed())
    with _database().transaction() as session:
        record_fetch(session, _act(), run_id=run_id, sequence=wanted.sequence, outcome=outcome)
    return True


def _feed() -> OpenFeed:
    """Give the way to sources; tests put their own in its place."""
    feed: OpenFeed | None = current_app.extensions.get("registry_feed")
    return feed or http_feed(os.environ, Patience())


def _status(run: RunView) -> int:
    if run.state == RunState.APPLIED:
        return APPLIED
    return REJECTED if run.fault is Fault.ROWS_REJECTED else UNREACHABLE


def _print(run: RunView, refused: tuple[Rejection, ...], snapshot: SnapshotAge | None) -> None:
    for row in refused:
        click.echo(f"hogar {row.household_code}, columna {row.column}: {row.problem.text}", err=True)
    if run.fault is not None:
        click.echo(FAULT_SENTENCES[run.fault], err=True)
        click.echo(_snapshot_sentence(snapshot), err=True)
    if run.can_go_on:
        click.echo(f"Repita la orden para continuar desde la página {run.pages + 1}.", err=True)
    click.echo(
        f"páginas {run.pages} · hogares {run.households} · personas {run.persons} · nuevas {run.rows_new} · "
        f"cambiadas {run.rows_changed} · sin cambio {run.rows_unchanged} · rechazadas {run.rows_rejected}"
    )
    click.echo("Aplicado." if run.state == RunState.APPLIED else "No se guardó nada en el padrón.")


def _snapshot_sentence(snapshot: SnapshotAge | None) -> str:
    if snapshot is None:
        return "El padrón todavía no tiene hogares."
    day = office_date(snapshot.complete_at).strftime("%d/%m/%Y")
    return f"Se sigue usando el padrón del {day} (hace {snapshot.days} días), de «{snapshot.source_name}»."


def _data(run: RunView, refused: tuple[Rejection, ...], snapshot: SnapshotAge | None) -> dict[str, object]:
    return {
        "run": run.run_id,
        "source": run.source_code,
        "state": run.state,
        "fault": run.fault,
        "what_to_do": FAULT_SENTENCES[run.fault] if run.fault else None,
        "pages": run.pages,
        "households": run.households,
        "persons": run.persons,
        "new": run.rows_new,
        "changed": run.rows_changed,
        "unchanged": run.rows_unchanged,
        "rejected": run.rows_rejected,
        "details": [
            {"household": row.household_code, "column": row.column, "message": row.problem.text}
            for row in refused
        ],
        "snapshot": None
        if snapshot is None
        else {
            "source": snapshot.source_code,
            "complete_at": snapshot.complete_at.isoformat(),
            "days": snapshot.days,
        },
    }


def _act() -> Act:
    return Act(REGISTRAR, current_app.extensions["clock"]())


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
