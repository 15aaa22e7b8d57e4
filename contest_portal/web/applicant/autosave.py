"""A field of a section, saved as it is left. Called by static/js/components/autosave.js alone, in JSON."""

from http import HTTPStatus

from flask import Response, jsonify, request
from flask_babel import gettext
from flask_limiter.util import get_remote_address
from sqlalchemy.orm.exc import StaleDataError

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.draft_fields import Fate
from contest_portal.applications.services.autosave_field import Autosaved, autosave_field
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.kernel.strict_json import read_json
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.applicant.section_fields import (
    SentField,
    mistakes,
    read_sent,
    section_form,
    stored_entries,
    typed_draft,
)
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.errors import note_denial
from contest_portal.web.shared.limits import limiter
from contest_portal.web.shared.logs import note_refused_input
from contest_portal.web.shared.section_forms import SectionForm
from contest_portal.web.shared.section_pages import page_with
from contest_portal.web.shared.session import current_actor

LONGEST_FIELD = 2 * 1024 * 1024
"""Bytes of one field as it is sent: that much of a form is taken too."""
Answer = tuple[Response, HTTPStatus]


def _writer() -> str:
    return f"{get_remote_address()} {current_actor().user_id}"


@blueprint.post("/solicitudes/<int:application_id>/<slug>/campo")
@limiter.limit("120 per minute", key_func=_writer)
def autosave(application_id: int, slug: str) -> Answer:
    """Save one field. 409 with both texts when somebody else changed it, 422 with what is wrong with it."""
    desk = own_desk(application_id)
    book_form = desk.rulebook.form
    page = page_with(slug, book_form)
    sent = read_sent(book_form.section(page.code), _sent_json())
    form = section_form(page, desk, sent.entries)
    form.validate()
    errors = mistakes(form, sent.field)
    if errors:
        return _refusal(" ".join(dict.fromkeys(errors.values())), errors)
    try:
        return _answer(_save(form, desk, sent), form, desk, sent)
    except WrongState as refusal:
        note_denial(refusal.problems[0].code)
        return jsonify(state="closed", message=_said(refusal)), HTTPStatus.CONFLICT
    except Refused as refusal:
        return _refusal(_said(refusal), {})
    except StaleDataError:
        return jsonify(state="again"), HTTPStatus.CONFLICT


def _sent_json() -> Json:
    """Give the JSON of the request; None for what is none, or could be read two ways."""
    try:
        return read_json(request.get_data(), longest=LONGEST_FIELD) if request.is_json else None
    except ValueError:
        return None


def _save(form: SectionForm, desk: Desk, sent: SentField) -> Autosaved:
    with transaction() as session:
        return autosave_field(
            session,
            Act(current_actor(), desk.at),
            application_id=desk.view.application_id,
            field=sent.field,
            started_from=sent.started_from,
            typed=typed_draft(form, desk),
        )


def _answer(saved: Autosaved, form: SectionForm, desk: Desk, sent: SentField) -> Answer:
    """Say where the field stands, and bring what others wrote in the section since this page looked."""
    conflict = saved.fate is Fate.CONFLICT
    changed = [
        field
        for field, version in saved.versions.items()
        if field != sent.field and sent.bases.get(field) != version
    ]
    brought = [sent.field, *changed] if conflict else changed
    answer = jsonify(
        state="conflict" if conflict else "saved",
        at=desk.at.astimezone(OFFICE_ZONE).strftime("%H:%M"),
        version=saved.application_version,
        bases=saved.versions,
        stored={field: stored_entries(form, desk, saved.draft, field) for field in brought},
    )
    return answer, HTTPStatus.CONFLICT if conflict else HTTPStatus.OK


def _refusal(message: str, errors: dict[str, str]) -> Answer:
    note_refused_input(errors, form="autosave")
    return jsonify(state="refused", message=message, errors=errors), HTTPStatus.UNPROCESSABLE_ENTITY


def _said(refusal: Refused) -> str:
    return " ".join(gettext(problem.message, **problem.params) for problem in refusal.problems)
