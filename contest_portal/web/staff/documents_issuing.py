"""Issuing acta, resolution, certificates and notices of a contest. Issued first, printed after, one by one."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.allocation.queries import awards_of
from contest_portal.awards.issuing_gaps import (
    Lacking,
    acta_lacks,
    certificate_lacks,
    notice_lacks,
    resolution_lacks,
    uncertified,
)
from contest_portal.awards.queries import issuing_facts, proposed_session
from contest_portal.awards.result_notices import missing_notices
from contest_portal.awards.rules.issuing import (
    acta_problems,
    certificate_problems,
    resolution_problems,
)
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_certificates import issue_certificates
from contest_portal.awards.services.issue_late_notices import NONE_MISSING, NOT_ANNOUNCED, issue_late_notices
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, Problem, WrongState
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.limits import row_number
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.documents import print_waiting
from contest_portal.web.staff.documents_forms import ActaForm

Lacks = Callable[[Session, Contest, datetime], tuple[Lacking, ...]]


@blueprint.route("/concursos/<int:contest_id>/documentos/acta", methods=["GET", "POST"])
def acta_issue(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Ask about the jury's session and issue its acta."""
    _open(contest_id)
    stop_at(acta_problems(issuing_facts(read_session(), contest_id)))
    form = ActaForm(obj=proposed_session(read_session(), contest_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                acta = issue_acta(session, act(), contest_id=contest_id, told=form.told())
            return issued_page(contest_id, gettext("%(code)s quedó emitida.", code=acta.code))
    return issuing_page("staff/documents/acta.html", contest_id, form, acta_lacks)


@blueprint.route("/concursos/<int:contest_id>/documentos/resolucion", methods=["GET", "POST"])
def resolution_issue(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Show what the resolution will grant, and issue it."""
    _open(contest_id)
    stop_at(resolution_problems(issuing_facts(read_session(), contest_id)))
    form = PortalForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                resolution = issue_resolution(session, act(), contest_id=contest_id)
            return issued_page(contest_id, gettext("%(code)s quedó emitida.", code=resolution.code))
    return issuing_page("staff/documents/resolution.html", contest_id, form, resolution_lacks)


@blueprint.route("/concursos/<int:contest_id>/documentos/certificados", methods=["GET", "POST"])
def certificates_issue(contest_id: int) -> AnyResponse | tuple[str, int]:
    """List the winning groups without a certificate, and issue those of all, or of the one that was pressed."""
    _open(contest_id)
    stop_at(certificate_problems(issuing_facts(read_session(), contest_id)))
    form = PortalForm()
    if form.validate_on_submit():
        award_id = _pressed_award()
        with form.accepting():
            with transaction() as session:
                issued = issue_certificates(session, act(), contest_id=contest_id, award_id=award_id)
            message = ngettext(
                "Quedó emitido %(num)s certificado.", "Quedaron emitidos %(num)s certificados.", len(issued)
            )
            return issued_page(contest_id, message)
    missing = uncertified(read_session(), contest_id)
    return issuing_page(
        "staff/documents/certificates.html", contest_id, form, certificate_lacks, missing=missing
    )


@blueprint.route("/concursos/<int:contest_id>/documentos/notificaciones", methods=["GET", "POST"])
def notices_issue(contest_id: int) -> AnyResponse | tuple[str, int]:
    """List the groups of an announced result without a notice, and issue theirs."""
    permit(current_actor(), Action.RESULT_ANNOUNCE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    if contest.state != ContestState.ANNOUNCED:
        raise WrongState([NOT_ANNOUNCED])
    missing = missing_notices(read_session(), contest, now())
    form = PortalForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                issued = issue_late_notices(session, act(), contest_id=contest_id)
            message = ngettext(
                "Quedó emitida %(num)s notificación.",
                "Quedaron emitidas %(num)s notificaciones.",
                len(issued),
            )
            return issued_page(contest_id, message)
    if not missing:
        raise WrongState([NONE_MISSING])
    told = tuple(notice for _, notice in missing)
    return issuing_page("staff/documents/notices.html", contest_id, form, notice_lacks, missing=told)


def _pressed_award() -> int | None:
    """Give the award whose own button was pressed; None for the button of all. NotFound for what is no award."""
    if "award_id" not in request.form:
        return None
    award_id = request.form.get("award_id", type=row_number)
    if award_id is None:
        raise NotFound("no award named")
    return award_id


def _open(contest_id: int) -> None:
    permit(current_actor(), Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    contest_by_id(read_session(), contest_id)


def stop_at(problems: tuple[Problem, ...]) -> None:
    """Say what keeps a paper from being issued, if anything does."""
    if problems:
        raise WrongState(problems)


def issued_page(contest_id: int, message: str) -> AnyResponse:
    """Print what waits, and go to the documents of the contest."""
    print_waiting(contest_id)
    flash(message, "good")
    return redirect(url_for("staff.documents", contest_id=contest_id), 303)


def issuing_page(
    template: str, contest_id: int, form: PortalForm, lacks: Lacks, **shown: object
) -> tuple[str, int]:
    """Show what is asked before papers are issued, and what they lack."""
    contest, awards = contest_by_id(read_session(), contest_id), awards_of(read_session(), contest_id)
    page = render_template(
        template,
        contest=contest,
        form=form,
        awards=awards,
        amount=Money.total(award.amount for award in awards),
        lacking=lacks(read_session(), contest, now()),
        **shown,
    )
    return page, form.status
