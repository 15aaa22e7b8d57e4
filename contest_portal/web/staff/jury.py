"""The panel of a contest: who sits, what is still missing, how far each juror is."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.accounts.services.invite_juror_user import invite_juror_user
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.absence_queries import absences
from contest_portal.jury.invitation_queries import invitations_of_contest
from contest_portal.jury.queries import panel, panel_seats, recusal_lines
from contest_portal.jury.rules.panel import panel_problems
from contest_portal.jury.services.seat_juror import seat_juror
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.registry.queries.register import district_names
from contest_portal.scoring.board import evaluation_board
from contest_portal.scoring.traces import jurors_with_traces
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.handover import show_password_once
from contest_portal.web.shared.labels import JUROR_POSITION_LABELS
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.jury_forms import JurorAccountForm, SeatForm

_JURY = "/concursos/<int:contest_id>/jurado"


@blueprint.get(_JURY)
def jury(contest_id: int) -> str:
    """List the panel with its progress and the recusals."""
    session, actor = read_session(), current_actor()
    permit(actor, Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    return render_template(
        "staff/jury/panel.html",
        contest=contest,
        jurors=panel(session, contest_id),
        phase_names={phase.code: phase.name for phase in rulebook.phases},
        own_panels={phase.code for phase in rulebook.phases if phase.own_panel},
        class_names={one.code: one.name for phase in rulebook.phases for one in phase.classes},
        problems=tuple(panel_problems(panel_seats(session, contest_id), rulebook)),
        progress=evaluation_board(session, contest_id).juror_progress(),
        recusals=recusal_lines(session, contest_id),
        away={one.juror_id: one for one in absences(session, contest_id)},
        traced=jurors_with_traces(session, contest_id),
        positions=JUROR_POSITION_LABELS,
        is_shared_out=any(phase.is_shared_out for phase in rulebook.phases),
        may_seat=can(actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
        and contest.state in (ContestState.PUBLISHED, ContestState.EVALUATING),
    )


@blueprint.route(f"{_JURY}/nuevo", methods=["GET", "POST"])
def new_juror(contest_id: int) -> Response | tuple[str, int]:
    """Seat a person."""
    session = read_session()
    permit(current_actor(), Action.JURY_SEAT, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    rulebook = rulebook_of(session, contest_id)
    form = SeatForm(
        users_with_role(session, Role.JUROR), rulebook, district_names(session, rulebook.territory)
    )
    if not form.is_submitted():
        form.account.data = request.args.get("cuenta", "")
        for accepted in invitations_of_contest(session, contest_id):
            if accepted.invitation_id == request.args.get("invitacion", type=int):
                form.fill_in(accepted)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                seat_juror(
                    writing,
                    act(),
                    contest_id=contest_id,
                    email=form.chosen_email,
                    dni=form.dni.data or "",
                    institution=form.institution.data or "",
                    position=form.position.data or "",
                    phases=form.phases.data or (),
                    evaluator_class=form.evaluator_class.data or "",
                    background=form.background,
                    household_confirmed=bool(form.warned.data),
                )
            flash(gettext("Se incorporó al jurado."), "good")
            return redirect(url_for("staff.jury", contest_id=contest_id), 303)
    return render_template("staff/jury/new.html", form=form, contest=contest), form.status


@blueprint.route(f"{_JURY}/cuenta", methods=["GET", "POST"])
def new_juror_account(contest_id: int) -> Response | tuple[str, int]:
    """Open a juror's account; its temporary password is shown once, and then the person can be seated."""
    permit(current_actor(), Action.JURY_SEAT, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    form = JurorAccountForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                user, password = invite_juror_user(
                    session,
                    act(),
                    email=form.email.data or "",
                    full_name=form.full_name.data or "",
                    contest_id=contest_id,
                )
            return show_password_once(
                full_name=user.full_name,
                email=user.email,
                password=password,
                back_url=url_for("staff.new_juror", contest_id=contest_id, cuenta=user.email),
            )
    return render_template("staff/jury/account.html", form=form, contest=contest), form.status


@blueprint.post(f"{_JURY}/<int:juror_id>/retirar")
def remove_juror(contest_id: int, juror_id: int) -> Response:
    """Take a juror without sheets out of the panel."""
    with transaction() as session:
        unseat_juror(session, act(), contest_id=contest_id, juror_id=juror_id)
    flash(gettext("La persona ya no integra el jurado."), "good")
    return redirect(url_for("staff.jury", contest_id=contest_id), 303)
