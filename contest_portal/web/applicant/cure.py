"""The cure of an own application: what was found, the parts that may change, and the sending of the correction."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.cured_files import cure_changes
from contest_portal.applications.documents.screening_letter import SCREENING_LETTER
from contest_portal.applications.own_cure import missing_in_cure, own_cure
from contest_portal.applications.rules.completeness import check_profile
from contest_portal.applications.rules.profile import read_profile
from contest_portal.applications.rules.screening import (
    marked_sections,
    marks_files,
    not_marked,
)
from contest_portal.applications.services.save_cure import save_cure
from contest_portal.applications.services.send_cure import send_cure
from contest_portal.kernel.problems import WrongState
from contest_portal.web.applicant.application_forms import SendForm
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk
from contest_portal.web.applicant.section_fields import section_form
from contest_portal.web.applicant.sections import section_html
from contest_portal.web.applicant.words_desk import desk_of_cure
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.letters import letter_response
from contest_portal.web.shared.section_pages import page_with, pages_of
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.version_view import version_differences

_CURE = "/solicitudes/<int:application_id>/subsanar"


@blueprint.route(_CURE, methods=["GET", "POST"])
def cure(application_id: int) -> AnyResponse | tuple[str, int]:
    """Show what to correct and what was corrected; send it."""
    desk = own_desk(application_id)
    book_form = desk.rulebook.form
    found = own_cure(read_session(), _act(desk), application_id)
    form = SendForm(data={"version": found.screening.version})
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                send_cure(
                    session, _act(desk), application_id=application_id, expected_version=form.shown_version
                )
            flash(gettext("La corrección fue recibida. Guarde su nueva constancia."), "good")
            return redirect(url_for("applicant.application", application_id=application_id), 303)
    return render_template(
        "applicant/cure.html",
        form=form,
        desk=desk,
        findings=found.findings,
        until=found.screening.cure_until,
        parts=[
            page for page in pages_of(book_form) if page.code in marked_sections(found.findings, book_form)
        ],
        files_marked=marks_files(found.findings),
        file_changes=cure_changes(read_session(), application_id),
        problems=(
            *check_profile(desk.choice, found.profile, desk.rulebook),
            *missing_in_cure(read_session(), found),
        ),
        differences=version_differences(
            desk.choice, read_profile(found.application.profile), found.profile, desk.rulebook
        ),
    ), form.status


@blueprint.route(f"{_CURE}/<slug>", methods=["GET", "POST"])
def cure_section(application_id: int, slug: str) -> AnyResponse | tuple[str, int]:
    """Correct one of the marked parts."""
    received = own_desk(application_id)
    page = page_with(slug, received.rulebook.form)
    found = own_cure(read_session(), _act(received), application_id)
    problem = not_marked(page.code, found.findings, received.rulebook.form)
    if problem is not None:
        raise WrongState([problem])
    desk = desk_of_cure(received, found)
    form = section_form(page, desk)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                save_cure(
                    session,
                    _act(desk),
                    application_id=application_id,
                    expected_version=form.shown_version,
                    section=page.code,
                    content=form.whole(desk.rulebook),
                )
            flash(gettext("Se guardó «%(section)s».", section=gettext(page.title)), "good")
            return redirect(url_for("applicant.cure", application_id=application_id), 303)
    return section_html(form, page, desk, following=None), form.status


@blueprint.post("/solicitudes/<int:application_id>/cartas/<int:document_id>")
def screening_letter(application_id: int, document_id: int) -> Response:
    """Give a letter of the screening as a file."""
    own_desk(application_id)
    return letter_response(application_id, document_id, kind=SCREENING_LETTER)


def _act(desk: Desk) -> Act:
    """Act at the instant the desk was read: the period cannot end between the look and the deed."""
    return Act(current_actor(), desk.at)
