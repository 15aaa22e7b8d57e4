"""The files of persons and households: everything over the years, masked, and every look on record.

A file is shown by GET, and showing it writes one row: the access log is the one exception to "GET never writes"
(docs/decisions.md). The row is kept before the page is made: no page without its row.
"""

from collections.abc import Sequence

from flask import Response, render_template, url_for
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.member_queries import memberships_of
from contest_portal.awards.past_queries import past_of
from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.components import records_of
from contest_portal.registry.queries.consents import consents_of
from contest_portal.registry.queries.duplicates import kept_for, merged_into
from contest_portal.registry.queries.lives import EventLine, events_of_household, events_of_person
from contest_portal.registry.queries.memberships import memberships_of_household, memberships_of_persons
from contest_portal.registry.queries.personal_files import (
    Clear,
    household_file,
    person_file,
    territory_of_file,
)
from contest_portal.registry.queries.provenance import sources_of_household, sources_of_person
from contest_portal.registry.queries.sources import snapshot_in_use
from contest_portal.registry.rules.disclosure import FileOf, FileRef, RevealReason, SensitiveField
from contest_portal.registry.services.note_look import note_look
from contest_portal.registry.services.reveal_fields import reveal_fields
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now, screen_here
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_consents import consent_context
from contest_portal.web.staff.registry_files_forms import RevealForm
from contest_portal.web.staff.registry_files_view import brief_response, clear_pairs
from contest_portal.web.staff.registry_lives_view import EVENT_LABELS, FIELD_LABELS


@blueprint.get("/personas/<int:person_id>")
def person(person_id: int) -> str:
    """Show a person: household, groups, applications and awards, the newest first."""
    file = look_at(FileRef(FileOf.PERSON, person_id))
    session = read_session()
    found, entries = person_file(session, person_id), merged_into(session, [person_id])
    return render_template(
        "staff/registry/person.html",
        file=found,
        memberships=memberships_of(session, entries),
        past=past_of(session, current_actor(), file, also=entries),
        joined=[person_file(session, entry) for entry in entries if entry != person_id],
        stands_for=kept_for(session, person_id),
        programmes=memberships_of_persons(session, entries, found.household_id),
        received=[
            (one, records_of(session, one)) for one in _other_homes(session, found.household_id, entries)
        ],
        sources=sources_of_person(session, person_id),
        field_labels=FIELD_LABELS,
        labels=labels,
        may_see_log=can(current_actor(), Action.ACCESS_LOG_SEE),
        may_ask=can(current_actor(), Action.PERSON_REQUEST_ENTER),
        **event_context(file, events_of_person(session, person_id)),
        **consent_context(consents_of(session, entries)),
    )


@blueprint.get("/hogares/<int:household_id>")
def household(household_id: int) -> str:
    """Show a household: its members, and what they and it did in contests, the newest first."""
    file = look_at(FileRef(FileOf.HOUSEHOLD, household_id))
    session = read_session()
    found = household_file(session, household_id, today=office_date(now()))
    return render_template(
        "staff/registry/household.html",
        file=found,
        memberships=memberships_of(
            session, merged_into(session, [member.person_id for member in found.members])
        ),
        past=past_of(session, current_actor(), file),
        records=records_of(session, household_id),
        programmes=memberships_of_household(session, household_id),
        may_record=can(current_actor(), Action.COMPONENT_EDIT),
        sources=sources_of_household(session, household_id),
        field_labels=FIELD_LABELS,
        snapshot=snapshot_in_use(session, now()),
        labels=labels,
        **event_context(file, events_of_household(session, household_id)),
    )


@blueprint.route("/personas/<int:person_id>/ver-dato", methods=["GET", "POST"])
def person_reveal(person_id: int) -> Response:
    """Ask why, and show masked fields of a person once."""
    return _reveal(FileRef(FileOf.PERSON, person_id))


@blueprint.route("/hogares/<int:household_id>/ver-dato", methods=["GET", "POST"])
def household_reveal(household_id: int) -> Response:
    """Ask why, and show masked fields of a household once."""
    return _reveal(FileRef(FileOf.HOUSEHOLD, household_id))


def look_at(file: FileRef) -> FileRef:
    with transaction() as session:
        note_look(session, act(), file=file, screen=screen_here())
    return file


def _reveal(file: FileRef) -> Response:
    permit(current_actor(), Action.PERSONAL_REVEAL, Scope(ubigeo=territory_of_file(read_session(), file)))
    form = RevealForm(file.kind)
    shown: Clear | None = None
    back = _file_page(file)
    if form.validate_on_submit():
        with form.accepting(), transaction() as session:
            shown = reveal_fields(
                session,
                act(),
                file=file,
                fields=[SensitiveField(code) for code in form.fields.data or ()],
                reason=RevealReason(form.reason.data),
                detail=form.detail.data or "",
                screen=screen_here(),
            )
    page = render_template(
        "staff/registry/reveal.html",
        file=file,
        form=form,
        back=back,
        shown=None if shown is None else clear_pairs(shown, office_date(now())),
    )
    return brief_response(page, form, None if shown is None else back)


def _file_page(file: FileRef) -> str:
    if file.kind is FileOf.PERSON:
        return url_for("staff.person", person_id=file.id)
    return url_for("staff.household", household_id=file.id)


def _other_homes(session: Session, household_id: int, entries: Sequence[int]) -> list[int]:
    """Give the households of the other entries of one person."""
    found = {person_file(session, entry).household_id for entry in entries}
    return sorted(found - {household_id})


def event_context(file: FileRef, events: tuple[EventLine, ...]) -> dict[str, object]:
    """Give a page what was noted, and whether its reader may note more."""
    scope = Scope(ubigeo=territory_of_file(read_session(), file))
    return {
        "events": events,
        "event_labels": EVENT_LABELS,
        "may_note": can(current_actor(), Action.REGISTER_CORRECT, scope),
    }
