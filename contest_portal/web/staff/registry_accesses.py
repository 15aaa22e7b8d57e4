"""The access log: who looked at whose file, the list to take away, and the list for the person who asks."""

from dataclasses import replace

from flask import Response, render_template, request

from contest_portal.accounts.rules.permissions import Action, Scope, permit, registry_reach
from contest_portal.registry.queries.accesses import (
    AccessFilter,
    AccessLine,
    access_lines,
    accesses_to_person,
    count_access_lines,
    every_access_line,
)
from contest_portal.registry.queries.alarms import alarms
from contest_portal.registry.queries.personal_files import person_file, territory_of_file
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.services.note_export import note_export
from contest_portal.registry.services.note_look import note_look
from contest_portal.web.shared.database import read_session, reading_anew, transaction
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor, now, screen_here
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_accesses_forms import AccessFilterForm
from contest_portal.web.staff.registry_files_view import (
    ACCESS_KIND_LABELS,
    ACCESS_KIND_TONES,
    REVEAL_REASON_LABELS,
    SENSITIVE_FIELD_LABELS,
)

COLUMNS = (
    "id",
    "at_utc",
    "user_id",
    "user",
    "roles",
    "kind",
    "person_id",
    "household_id",
    "fields",
    "reason",
    "detail",
    "screen",
    "request_id",
)
_WORDS = {
    "kinds": ACCESS_KIND_LABELS,
    "tones": ACCESS_KIND_TONES,
    "reasons": REVEAL_REASON_LABELS,
    "fields": SENSITIVE_FIELD_LABELS,
    "roles": ROLE_LABELS,
}


@blueprint.get("/padron/accesos")
def registry_accesses() -> str:
    """List looks and reveals, the newest first."""
    permit(current_actor(), Action.ACCESS_LOG_SEE)
    form = AccessFilterForm()
    within = registry_reach(current_actor())
    wanted = replace(form.wanted(), within=within)
    pager = asked_page(count_access_lines(read_session(), wanted))
    return render_template(
        "staff/registry/accesses.html",
        form=form,
        lines=access_lines(read_session(), wanted, limit=pager.size, offset=pager.offset),
        page=pager,
        filtered=wanted != AccessFilter(within=within),
        asked=request.args.to_dict(flat=False),
        words=_WORDS,
        alarms=alarms(read_session(), now(), within=within),
    )


@blueprint.post("/padron/accesos.csv")
def registry_accesses_csv() -> Response:
    """Send the list, narrowed the same way, to take away. That is on record too, so it is no GET."""
    permit(current_actor(), Action.ACCESS_LOG_SEE)
    wanted = replace(AccessFilterForm().wanted(), within=registry_reach(current_actor()))
    with transaction() as session:
        mark = note_export(session, act(), screen=screen_here())
    lines = (_row(line) for line in every_access_line(read_session(), wanted))
    return csv_response("accesos.csv", COLUMNS, lines, mark)


@blueprint.get("/padron/accesos/personas/<int:person_id>")
def registry_person_accesses(person_id: int) -> str:
    """Show who looked at a person's file, to print for the person who asks. It names the person, so it is a look."""
    file = FileRef(FileOf.PERSON, person_id)
    permit(current_actor(), Action.ACCESS_LOG_SEE, Scope(ubigeo=territory_of_file(read_session(), file)))
    with transaction() as session:
        note_look(session, act(), file=file, screen=screen_here())
    with reading_anew() as session:
        lines = accesses_to_person(session, person_id)
    return render_template(
        "staff/registry/person_accesses.html",
        file=person_file(read_session(), person_id),
        lines=lines,
        printed_at=now(),
        words=_WORDS,
    )


def _row(line: AccessLine) -> tuple[object, ...]:
    return (
        line.access_id,
        line.at.isoformat(),
        line.user_id,
        line.user_name,
        " ".join(line.roles),
        line.kind,
        line.person_id,
        line.household_id,
        " ".join(line.fields),
        line.reason,
        line.detail,
        line.screen,
        line.request_id,
    )
