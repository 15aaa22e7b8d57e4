"""The form of a profile on paper: blank for a contest, or as a group filled it in."""

from datetime import datetime

from flask import Response, url_for
from flask_babel import force_locale

from contest_portal.accounts.queries import office_by_id
from contest_portal.applications.group_queries import GroupMemberView, group_members, group_view
from contest_portal.applications.queries import ApplicationView, EntrantMember, members_of, profile_of
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.group import OFFICE_NAMES, MemberOffice
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.contests.documents.form import BLANK_FORM
from contest_portal.contests.models import Contest, ContestRulebook
from contest_portal.contests.queries import contest_by_id, frozen_rulebook, read_rulebook
from contest_portal.documents.letterhead import letterhead_of
from contest_portal.documents.typesetting import environment, qr_svg, stylesheet
from contest_portal.kernel.masking import mask_dni
from contest_portal.kernel.sealed_printing import print_sealed
from contest_portal.web.shared.bases_paper import rules_html
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.paper_form import form_mark, paper_form
from contest_portal.web.shared.press import press, printed_page
from contest_portal.web.shared.profile_view import profile_sections


def blank_form_file(contest: Contest, frozen: ContestRulebook) -> Response:
    """Send the form of a contest to be written on by hand; office loaded."""
    pdf = printed_page(blank_form_html(contest, frozen), frozen.frozen_at)
    return _file(pdf, f"formulario-{contest.code}-v{frozen.version}.pdf")


def blank_form_html(contest: Contest, frozen: ContestRulebook) -> str:
    """Write the blank form as the HTML that is printed: Spanish, whatever language the page is read in."""
    book = read_rulebook(frozen.data)
    with force_locale("es_PE"):
        return rules_html(BLANK_FORM, contest, frozen, title=book.title, doc=paper_form(book))


def filled_form_file(view: ApplicationView, at: datetime) -> Response:
    """Send what a group wrote or sent as a paper. It is made anew each time: only the receipt is a document."""
    pdf = print_sealed(filled_form_html(view, at), stylesheet=stylesheet(), created=at)
    return _file(pdf, f"perfil-{view.code or view.contest_code}.pdf")


def filled_form_html(view: ApplicationView, at: datetime) -> str:
    """Write a group's form as the HTML that is printed; a draft says on each page that it is one."""
    session = read_session()
    frozen = frozen_rulebook(session, view.contest_id)
    book = read_rulebook(frozen.data)
    contest = contest_by_id(session, view.contest_id)
    receipt = receipt_of(session, view.application_id)
    call_page = press().public_url + url_for("public.call", code=contest.code)
    choice = Choice(view.category_code, view.line_code, view.title)
    with force_locale("es_PE"):
        return (
            environment()
            .get_template("form_filled.html")
            .render(
                view=view,
                at=at,
                frozen=frozen,
                mark=form_mark(book),
                receipt=receipt,
                group=group_view(session, view.group_id),
                members=_members(view),
                sections=profile_sections(choice, profile_of(session, view.application_id), book),
                office=letterhead_of(office_by_id(session, contest.office_id)),
                qr=qr_svg(press().verification_url(receipt.verification_code) if receipt else call_page),
                call_page=call_page.partition("//")[2],
            )
        )


def _members(view: ApplicationView) -> list[dict[str, str]]:
    """Name the members: those of the day it was sent, or those of today while it is not; the DNI masked."""
    session = read_session()
    found: tuple[EntrantMember | GroupMemberView, ...] = (
        members_of(session, view.application_id)
        if view.state == ApplicationState.SUBMITTED
        else group_members(session, view.group_id)
    )
    return [
        {
            "full_name": one.full_name,
            "dni": mask_dni(one.dni),
            "office": OFFICE_NAMES[MemberOffice(one.office)],
        }
        for one in found
    ]


def _file(pdf: bytes, name: str) -> Response:
    response = Response(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
