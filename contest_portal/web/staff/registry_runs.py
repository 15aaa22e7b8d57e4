"""A synchronisation page by page: each request fetches a few pages, so that none of them waits for all of it."""

import os

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.kernel.problems import Stale, WrongState
from contest_portal.registry.queries.sources import rejections, run_view, snapshot_in_use
from contest_portal.registry.rules.backoff import Patience
from contest_portal.registry.rules.source_run import RunState
from contest_portal.registry.run_steps import OpenFeed, fetch_wanted, http_feed, wanted_page
from contest_portal.registry.services.apply_run import apply_run
from contest_portal.registry.services.cancel_run import cancel_run
from contest_portal.registry.services.record_fetch import record_fetch
from contest_portal.registry.services.start_run import start_run
from contest_portal.web.shared.database import read_session, reading_anew, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint

PAGES_AT_ONCE = 3
HURRIED = Patience(
    attempts=2, first_wait_ms=300, longest_wait_ms=1_500, silence_ms=8_000, answer_within_ms=15_000
)
"""A person is waiting: what needs more patience is tried again later, from where it stopped."""


@blueprint.post("/padron/fuentes/<int:source_id>/sincronizar")
def registry_sync(source_id: int) -> Response:
    """Start a synchronisation, or take up the one that stopped."""
    with transaction() as session:
        run_id = start_run(session, act(), source_id=source_id).id
    return redirect(url_for("staff.registry_run", run_id=run_id), 303)


@blueprint.get("/padron/sincronizaciones/<int:run_id>")
def registry_run(run_id: int) -> str:
    """Show how far a synchronisation is, or how it ended."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/run.html",
        run=run_view(read_session(), run_id),
        rejections=rejections(read_session(), run_id),
        snapshot=snapshot_in_use(read_session(), now()),
        may_act=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.post("/padron/sincronizaciones/<int:run_id>")
def registry_run_on(run_id: int) -> Response:
    """Fetch the next pages, or apply them when all are here. Another window that was quicker is no fault."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    run = run_view(read_session(), run_id)
    try:
        if run.state == RunState.FETCHED:
            with transaction() as session:
                apply_run(session, act(), run_id=run_id)
        else:
            _fetch_some(run_id)
    except (Stale, WrongState):
        flash(gettext("Esta sincronización avanzó en otra ventana. Esto es lo último."), "info")
    return redirect(url_for("staff.registry_run", run_id=run_id), 303)


@blueprint.post("/padron/sincronizaciones/<int:run_id>/cancelar")
def registry_run_cancel(run_id: int) -> Response:
    """Give a synchronisation up; the register stays as it was."""
    with transaction() as session:
        cancel_run(session, act(), run_id=run_id)
    flash(gettext("La sincronización se canceló. El padrón sigue como estaba."), "good")
    return redirect(url_for("staff.registry_run", run_id=run_id), 303)


def _fetch_some(run_id: int) -> None:
    for _ in range(PAGES_AT_ONCE):
        with reading_anew() as reading:
            wanted = wanted_page(reading, run_id)
        if wanted is None:
            return
        outcome = fetch_wanted(wanted, _feed())
        with transaction() as session:
            record_fetch(session, act(), run_id=run_id, sequence=wanted.sequence, outcome=outcome)


def _feed() -> OpenFeed:
    """Give the way to sources; tests put their own in its place."""
    feed: OpenFeed | None = current_app.extensions.get("registry_feed")
    return feed or http_feed(os.environ, HURRIED)
