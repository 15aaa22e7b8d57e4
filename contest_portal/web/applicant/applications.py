"""A group's application to a contest: overview, review and sending, taking back, reopening."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.queries import view_of
from contest_portal.applications.receipts import ground_on, receipt_of
from contest_portal.applications.rules.eligibility import Standing
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.screening_queries import decisions_of, screening_of
from contest_portal.applications.services.reopen_application import reopen_application
from contest_portal.applications.services.start_application import start_application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.withdraw_application import withdraw_application
from contest_portal.awards.follow_up_queries import award_of_application
from contest_portal.awards.observation_queries import has_observed
from contest_portal.awards.reopening_queries import void_papers_of
from contest_portal.awards.result_notices import result_papers
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.problems import NotFound
from contest_portal.publication.queries import own_results, undone_announcements
from contest_portal.web.applicant.amendment_notices import notice_cards
from contest_portal.web.applicant.application_forms import SendForm
from contest_portal.web.applicant.attachments import files_of
from contest_portal.web.applicant.blueprint import blueprint
from contest_portal.web.applicant.desk import Desk, checklist, own_desk, sections_left, steps_of
from contest_portal.web.applicant.readings import sign_off_left
from contest_portal.web.applicant.receipts import received_page
from contest_portal.web.applicant.words_desk import is_curing
from contest_portal.web.shared.arrival import arrived_at
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.limits import row_number
from contest_portal.web.shared.profile_view import profile_sections
from contest_portal.web.shared.session import act, current_actor


@blueprint.post("/concursos/<int:contest_id>/postular")
def start(contest_id: int) -> Response:
    """Start the application of a group to a contest."""
    group_id = request.form.get("group_id", type=row_number)
    if group_id is None:
        raise NotFound("no group named")
    with transaction() as session:
        application = start_application(session, act(), contest_id=contest_id, group_id=group_id)
    return redirect(url_for("applicant.application", application_id=application.id), 303)


@blueprint.get("/solicitudes/<int:application_id>")
def application(application_id: int) -> str:
    """Show how far a draft is, or what was sent."""
    desk = own_desk(application_id)
    if desk.view.state != ApplicationState.DRAFT:
        return _sent(desk)
    outcomes = checklist(desk.view.group_id, desk.view.contest_id, desk.rulebook)
    files, asked = files_of(desk)
    return render_template(
        "applicant/application.html",
        desk=desk,
        steps=steps_of(desk),
        members=len(group_members(read_session(), desk.view.group_id)),
        group_problems=[
            problem
            for outcome in outcomes
            if outcome.standing is not Standing.NOTED
            for problem in outcome.problems
        ],
        left=sections_left(desk.reports) + sum(bool(report.problems) for report in asked),
        files=files,
        asked=asked,
        notices=notice_cards(application_id),
    )


@blueprint.route("/solicitudes/<int:application_id>/revisar", methods=["GET", "POST"])
def review(application_id: int) -> Response | tuple[str, int]:
    """Show everything as it would be sent, with all that stands against it; send it, and answer with the receipt."""
    form = SendForm()
    if form.validate_on_submit():  # the page reads nothing of its own: hundreds send at once
        with form.accepting():
            with transaction() as session:
                sent = submit_application(
                    session,
                    Act(current_actor(), arrived_at()),
                    application_id=application_id,
                    expected_version=form.shown_version,
                )
            return received_page(view_of(sent.application), sent.receipt), HTTPStatus.OK
    desk = own_desk(application_id)
    if desk.view.state != ApplicationState.DRAFT:
        return redirect(url_for("applicant.application", application_id=application_id), 303)
    if request.method == "GET" or form.status == HTTPStatus.CONFLICT:
        form.go_on_from(desk.view.version)
    return _review(form, desk), form.status


@blueprint.post("/solicitudes/<int:application_id>/retirar")
def withdraw(application_id: int) -> Response:
    """Take a sent application back."""
    with transaction() as session:
        withdraw_application(session, act(), application_id=application_id)
    flash(gettext("La solicitud quedó retirada y los hogares están libres."), "good")
    return redirect(url_for("applicant.application", application_id=application_id), 303)


@blueprint.post("/solicitudes/<int:application_id>/reabrir")
def reopen(application_id: int) -> Response:
    """Turn a withdrawn application into a draft again."""
    with transaction() as session:
        reopen_application(session, act(), application_id=application_id)
    flash(gettext("La solicitud es otra vez un borrador. Corríjala y envíela antes del cierre."), "good")
    return redirect(url_for("applicant.application", application_id=application_id), 303)


def _sent(desk: Desk) -> str:
    screening = screening_of(read_session(), desk.view.application_id)
    receipt = receipt_of(read_session(), desk.view.application_id)
    contest = contest_by_id(read_session(), desk.view.contest_id)
    undone = () if contest.announced_at else undone_announcements(read_session(), contest)
    result = own_results(read_session(), contest.id, {desk.view.application_id}).get(desk.view.application_id)
    return render_template(
        "applicant/sent.html",
        desk=desk,
        screening=screening,
        decisions=decisions_of(read_session(), screening),
        may_cure=is_curing(screening, desk.at),
        receipt=receipt,
        ground=ground_on(receipt),
        sections=profile_sections(desk.choice, desk.profile, desk.rulebook),
        files=files_of(desk)[0],
        notices=notice_cards(desk.view.application_id),
        undone=undone,
        void=void_papers_of(read_session(), desk.view.application_id),
        has_observed=bool(undone) and has_observed(read_session(), desk.view.application_id),
        papers=result_papers(read_session(), desk.view.application_id) if result else (),
        has_award=result and award_of_application(read_session(), desk.view.application_id) is not None,
        result=result,
    )


def _review(form: SendForm, desk: Desk) -> str:
    outcomes = checklist(desk.view.group_id, desk.view.contest_id, desk.rulebook)
    steps = steps_of(desk)
    files, asked = files_of(desk)
    unsigned = sign_off_left(desk)
    fit = all(outcome.standing in {Standing.MET, Standing.NOTED} for outcome in outcomes)
    return render_template(
        "applicant/review.html",
        form=form,
        desk=desk,
        outcomes=outcomes,
        steps={step.page.code: step for step in steps},
        members=group_members(read_session(), desk.view.group_id),
        sections=profile_sections(desk.choice, desk.profile, desk.rulebook),
        files=files,
        asked=asked,
        unsigned=unsigned,
        ready=fit
        and not unsigned
        and not any(step.problems for step in steps)
        and not any(one.problems for one in asked),
    )
