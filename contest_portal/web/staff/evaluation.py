"""The evaluation of a contest: opening, attendance, progress, returned sheets, closing."""

from fractions import Fraction

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.queries import members_of
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.ahead import Step, ahead_of_calendar
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.marks import format_points
from contest_portal.scoring.assigning import waits_for_assignment
from contest_portal.scoring.board import attending_households, board_of_phase, evaluation_board, row_of
from contest_portal.scoring.draws import draw_of
from contest_portal.scoring.merit import closing_state
from contest_portal.scoring.opening import opening_checks, opening_warnings
from contest_portal.scoring.paper_queries import marks_on_paper
from contest_portal.scoring.phone_queries import phones_waiting
from contest_portal.scoring.queries import returnable_sheet
from contest_portal.scoring.services.close_scoring import close_scoring as close_the_scoring
from contest_portal.scoring.services.open_evaluation import open_evaluation as open_the_evaluation
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.return_sheet import return_sheet as return_the_sheet
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import CELL_STATE_LABELS, CELL_STATE_TONES
from contest_portal.web.shared.rulebook_view import quorum_text
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.evaluation_forms import AttendanceForm, ClosingForm, OpeningForm, ReturnForm
from contest_portal.web.staff.progress import juror_lines

BY_DNI = "dni"
_EVALUATION = "/concursos/<int:contest_id>/evaluacion"


@blueprint.get(_EVALUATION)
def evaluation(contest_id: int) -> str:
    """Show who stands where with which group: states and counts, never a mark."""
    session, actor = read_session(), current_actor()
    permit(actor, Action.CONTEST_SEE, Scope(contest_id=contest_id))
    board, contest = evaluation_board(session, contest_id), contest_by_id(session, contest_id)
    may_cancel = can(actor, Action.DRAW_CANCEL, Scope(contest_id=contest_id))
    is_open = contest.state == ContestState.EVALUATING
    return render_template(
        "staff/evaluation/board.html",
        contest=contest,
        board=board,
        lines=juror_lines(session, contest_id, board),
        papers=marks_on_paper(session, contest_id),
        quorum=quorum_text(rulebook_of(session, contest_id)),
        labels=CELL_STATE_LABELS,
        tones=CELL_STATE_TONES,
        needs_assignment=waits_for_assignment(session, contest_id),
        may_run=can(actor, Action.EVALUATION_RUN, Scope(contest_id=contest_id)),
        may_cancel_draw=may_cancel and is_open and draw_of(session, contest_id) is not None,
        may_see_history=can(actor, Action.SHEET_HISTORY_SEE, Scope(contest_id=contest_id)),
    )


@blueprint.route(f"{_EVALUATION}/apertura", methods=["GET", "POST"])
def open_evaluation(contest_id: int) -> Response | tuple[str, int]:
    """Show what is missing and open the evaluation."""
    session = read_session()
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    form = OpeningForm()
    if contest.state == ContestState.PUBLISHED:
        form.warn_of(opening_warnings(session, contest, now()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                open_the_evaluation(writing, act(), contest_id=contest_id)
            flash(
                gettext("La evaluación está abierta. Cada jurado declara sus intereses y califica."), "good"
            )
            return redirect(url_for("staff.evaluation", contest_id=contest_id), 303)
    checks = tuple(opening_checks(session, contest, now()))
    return render_template(
        "staff/evaluation/open.html", form=form, contest=contest, checks=checks
    ), form.status


@blueprint.route(f"{_EVALUATION}/asistencia/<int:application_id>/<phase_code>", methods=["GET", "POST"])
def attendance(contest_id: int, application_id: int, phase_code: str) -> Response | tuple[str, int]:
    """Record which households of a group are there."""
    session = read_session()
    permit(current_actor(), Action.ATTENDANCE_RECORD, Scope(contest_id=contest_id))
    phase, row = row_of(board_of_phase(session, contest_id, phase_code), application_id, phase_code)
    back = _board_url(contest_id, phase_code)
    present = attending_households(session, application_id, phase_code)
    form = AttendanceForm(members_of(session, application_id), present)
    if form.validate_on_submit() and request.form.get("step") != BY_DNI:
        with form.accepting():
            with transaction() as writing:
                record_attendance(
                    writing,
                    act(),
                    application_id=application_id,
                    phase_code=phase_code,
                    present=form.households,
                )
            flash(gettext("Se registró la asistencia de %(group)s.", group=row.group_name), "good")
            return redirect(back, 303)
    contest = contest_by_id(session, contest_id)
    minimum = rulebook_of(session, contest_id).phase(phase_code).attendance_minimum or Fraction(0)
    page = render_template(
        "staff/evaluation/attendance.html",
        form=form,
        contest=contest,
        phase=phase,
        row=row,
        minimum_percent=format_points(minimum * 100),
        back=back,
        is_second=rulebook_of(session, contest_id).is_second(phase_code),
    )
    return page, form.status


def _board_url(contest_id: int, phase_code: str) -> str:
    """Give the page of the scoring that a phase belongs to."""
    is_second = rulebook_of(read_session(), contest_id).is_second(phase_code)
    return url_for("staff.second_scoring" if is_second else "staff.evaluation", contest_id=contest_id)


@blueprint.route(f"{_EVALUATION}/fichas/<int:sheet_id>/devolver", methods=["GET", "POST"])
def return_sheet(contest_id: int, sheet_id: int) -> Response | tuple[str, int]:
    """Give a final sheet back, with the reason."""
    session = read_session()
    permit(current_actor(), Action.SHEET_RETURN, Scope(contest_id=contest_id))
    sheet = returnable_sheet(session, contest_id, sheet_id)
    back = _board_url(contest_id, sheet.phase_code)
    form = ReturnForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                return_the_sheet(writing, act(), sheet_id=sheet_id, reason=form.reason.data or "")
            flash(gettext("Se devolvió la ficha a %(juror)s.", juror=sheet.juror_name), "good")
            return redirect(back, 303)
    contest = contest_by_id(session, contest_id)
    return render_template(
        "staff/evaluation/return.html", form=form, contest=contest, sheet=sheet, back=back
    ), form.status


@blueprint.route(f"{_EVALUATION}/cierre", methods=["GET", "POST"])
def close_scoring(contest_id: int) -> Response | tuple[str, int]:
    """Show what is missing and close the scoring."""
    session = read_session()
    permit(current_actor(), Action.EVALUATION_RUN, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    calendar = rulebook_of(session, contest_id).calendar
    form = ClosingForm()
    if contest.state == ContestState.EVALUATING:
        ahead = ahead_of_calendar(Step.CLOSE_SCORING, calendar, now=now())
        form.warn_of([ahead, phones_waiting(session, contest_id)])
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                close_the_scoring(writing, act(), contest_id=contest_id)
            flash(gettext("La calificación está cerrada: este es el orden de mérito."), "good")
            return redirect(url_for("staff.ranking", contest_id=contest_id), 303)
    page = render_template(
        "staff/evaluation/close.html",
        form=form,
        contest=contest,
        board=evaluation_board(session, contest_id),
        state=closing_state(session, contest),
        draw=draw_of(session, contest_id),
    )
    return page, form.status
