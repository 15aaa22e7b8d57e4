"""The register's first page: what it holds, what is missing next, and where its values came from."""

from flask import render_template

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.registry.queries import overview as queries
from contest_portal.registry.queries.conflicts import ConflictFilter, count_conflicts
from contest_portal.registry.queries.sources import snapshot_in_use
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_view import KIND_PURPOSES

LATEST = 5


@blueprint.get("/padron")
def registry() -> str:
    """Show counts, the next step and the latest imports."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/home.html",
        held=queries.overview(read_session()),
        reasons=queries.centres_by_reason(read_session()),
        batches=queries.batches(read_session(), limit=LATEST),
        kinds=tuple(FILE_KINDS.values()),
        purposes=KIND_PURPOSES,
        snapshot=snapshot_in_use(read_session(), now()),
        open_conflicts=count_conflicts(read_session(), ConflictFilter()),
        may_import=can(current_actor(), Action.REGISTRY_IMPORT),
        may_see_log=can(current_actor(), Action.ACCESS_LOG_SEE),
        may_see_exports=can(current_actor(), Action.REGISTRY_EXPORTS_SEE),
    )


@blueprint.get("/padron/importaciones")
def registry_history() -> str:
    """List every applied file."""
    permit(current_actor(), Action.REGISTRY_SEE)
    pager = asked_page(queries.count_batches(read_session()))
    return render_template(
        "staff/registry/history.html",
        batches=queries.batches(read_session(), limit=pager.size, offset=pager.offset),
        page=pager,
        may_import=can(current_actor(), Action.REGISTRY_IMPORT),
    )
