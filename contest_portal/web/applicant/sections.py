"""The sections of a profile, one page each, saved on their own."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.draft_fields import Draft, overwrites_nobody
from contest_portal.applications.rules.lifecycle import not_a_draft
from contest_portal.applications.services.save_choice import save_choice
from contest_portal.applications.services.save_section import save_section
from contest_portal.contests.rules.profile_form import SECTION_TITLES
from contest_portal.kernel.problems import WrongState
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, own_desk, steps_of
from contest_portal.web.applicant.section_fields import (
    labels_of,
    read_bases,
    section_form,
    typed_draft,
)
from contest_portal.web.applicant.section_totals import section_facts
from contest_portal.web.shared.database import transaction
from contest_portal.web.shared.errors import note_denial
from contest_portal.web.shared.profile_view import SectionView, profile_sections
from contest_portal.web.shared.question_fields import Ask, asks_of
from contest_portal.web.shared.section_forms import ChoiceForm, SectionForm
from contest_portal.web.shared.section_pages import SectionPage, page_after, page_with
from contest_portal.web.shared.session import current_actor


@blueprint.route("/solicitudes/<int:application_id>/<slug>", methods=["GET", "POST"])
def section(application_id: int, slug: str) -> AnyResponse | tuple[str, int]:
    """Fill in one section of a draft."""
    desk = own_desk(application_id)
    page = page_with(slug, desk.rulebook.form)
    problem = not_a_draft(desk.view.state)
    if problem is not None:
        raise WrongState([problem])
    form = section_form(page, desk)
    if not desk.may_edit:
        return _render_closed(form, page, desk)
    if form.validate_on_submit():
        with form.accepting():
            _save(form, page, desk)
            flash(gettext("Se guardó «%(section)s».", section=gettext(page.title)), "good")
            return redirect(_next_address(page, desk), 303)
    return _render(form, page, application_id), form.status


def _render_closed(form: SectionForm, page: SectionPage, desk: Desk) -> tuple[str, int]:
    """Show what is stored; what was typed meanwhile is refused, and stays on the page to be copied."""
    late = form.is_submitted()
    if late:
        note_denial(desk.closed[0].code)
    html = render_template(
        _template(page),
        form=form,
        page=page,
        tables=[table.in_words() for table in page.tables],
        desk=desk,
        facts=section_facts(page.code, desk),
        asks=_asks(page, desk),
        stored=_stored(desk, page),
    )
    return html, HTTPStatus.CONFLICT if late else HTTPStatus.OK


def _save(form: SectionForm, page: SectionPage, desk: Desk) -> None:
    with transaction() as session:
        if isinstance(form, ChoiceForm):
            save_choice(
                session,
                _act(desk),
                application_id=desk.view.application_id,
                expected_version=_expected_version(form, page, desk),
                choice=form.choice(),
                content=form.whole(desk.rulebook),
            )
            return
        save_section(
            session,
            _act(desk),
            application_id=desk.view.application_id,
            expected_version=_expected_version(form, page, desk),
            section=page.code,
            content=form.whole(desk.rulebook),
        )


def _expected_version(form: SectionForm, page: SectionPage, desk: Desk) -> int:
    """Expect the version shown, or the present one where saving this section overwrites nobody."""
    stored = Draft(desk.choice, desk.profile)
    section = desk.rulebook.form.section(page.code)
    is_free = overwrites_nobody(
        stored, typed_draft(form, desk), section, started_from=read_bases(form.bases.data)
    )
    return desk.view.version if is_free else form.shown_version


def _act(desk: Desk) -> Act:
    """Act at the instant the desk was read: the call cannot close between the look and the deed."""
    return Act(current_actor(), desk.at)


def _next_address(page: SectionPage, desk: Desk) -> str:
    application_id = desk.view.application_id
    if request.form.get("then") == "stay":
        return url_for("applicant.section", application_id=application_id, slug=page.slug)
    following = page_after(page, desk.rulebook.form)
    if following is None:
        return url_for("applicant.application", application_id=application_id)
    return url_for("applicant.section", application_id=application_id, slug=following.slug)


def _render(form: SectionForm, page: SectionPage, application_id: int) -> str:
    desk = own_desk(application_id)
    book = desk.rulebook
    return section_html(
        form,
        page,
        desk,
        following=page_after(page, book.form),
        autosaved=labels_of(page, form, book.form.section(page.code)),
    )


def section_html(form: SectionForm, page: SectionPage, desk: Desk, **more: object) -> str:
    """Print the page of a section that may be written in; what somebody else stored meanwhile stands beside it."""
    conflict = form.is_submitted() and form.shown_version != desk.view.version
    if conflict:
        form.go_on_from(desk.view.version)
    steps = {step.page.code: step for step in steps_of(desk)}
    return render_template(
        _template(page),
        form=form,
        page=page,
        tables=[table.in_words() for table in page.tables],
        desk=desk,
        step=steps[page.code],
        facts=section_facts(page.code, desk),
        asks=_asks(page, desk),
        stored=_stored(desk, page) if conflict else None,
        **more,
    )


def _template(page: SectionPage) -> str:
    if page.tables:
        return "applicant/section_tables.html"
    return f"applicant/section_{page.code if page.code in SECTION_TITLES else 'questions'}.html"


def _asks(page: SectionPage, desk: Desk) -> tuple[Ask, ...]:
    book_form = desk.rulebook.form
    return asks_of(book_form.section(page.code), book_form, answer_texts(desk.profile))


def _stored(desk: Desk, page: SectionPage) -> SectionView:
    sections = profile_sections(desk.choice, desk.profile, desk.rulebook)
    return next(view for view in sections if view.code == page.code)
