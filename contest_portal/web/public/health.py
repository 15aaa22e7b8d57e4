"""For whoever watches over the server: does the process live, and can it serve? Nothing of the contests is told."""

from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from flask import Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.orm import Session

from contest_portal.config import MIGRATIONS, Settings
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.clock_watch import APART, database_apart, newest_after
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.revisions import newest_revision, revision_of
from contest_portal.kernel.sealed_columns import keys_of
from contest_portal.kernel.sealed_values import unreadable_columns
from contest_portal.kernel.storage import Storage
from contest_portal.tables import METADATA
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.metrics import figures


@blueprint.get("/salud")
def alive() -> Response:
    """Answer as long as the process does: it waits at no door and asks neither database nor disk."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/listo")
def ready() -> Response:
    """Tell whether database, structure, sealed data, files and clocks are as serving needs them; else 503."""
    storage: Storage = current_app.extensions["storage"]
    session: Session = read_session()
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    found = revision_of(session)
    is_built = found == newest_revision(MIGRATIONS)
    checks = {
        "database": found is not None,
        "structure": is_built,
        "data_key": is_built
        and not unreadable_columns(session, keys_of(session.get_bind().dialect), METADATA),
        "storage": storage.shelf.is_ready(),
        "clock": found is not None
        and newest_after(session, clock()) is None
        and database_apart(session) <= APART,
    }
    status = 200 if all(checks.values()) else 503
    return Response(canonical_json(checks), status=status, mimetype="application/json")


@blueprint.get("/metricas")
def metrics() -> Response:
    """Tell the figures of the portal to who bears METRICS_TOKEN; without that setting there is no such page."""
    settings: Settings = current_app.extensions["settings"]
    told = request.headers.get("Authorization", "").encode()
    if not settings.metrics_token or not compare_digest(told, f"Bearer {settings.metrics_token}".encode()):
        raise NotFound("metrics")
    return Response(figures(read_session()), content_type=CONTENT_TYPE_LATEST)
