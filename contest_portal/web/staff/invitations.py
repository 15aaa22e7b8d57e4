"""Invitations to judge a contest, as the office sends and follows them."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.invitation_queries import invitations_of_contest
from contest_portal.jury.services.invite_juror import invite_juror
from contest_portal.jury.services.remind_invitation import remind_invitation as remind
from contest_portal.jury.services.withdraw_invitation import withdraw_invitation as withdraw
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.labels import (
    INVITATION_STATE_LABELS,
    INVITATION_STATE_TONES,
    JUROR_POSITION_LABELS,
)
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.jury_forms import InvitationForm

_INVITATIONS = "/concursos/<int:contest_id>/jurado/invitaciones"


@blueprint.route(_INVITATIONS, methods=["GET", "POST"])
def invitations(contest_id: int) -> Response | tuple[str, int]:
    """List who was invited and what they answered; invite another person."""
    session = read_session()
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(session, contest_id)
    form = InvitationForm(users_with_role(session, Role.JUROR), rulebook_of(session, contest_id))
    if form.is_submitted():
        permit(current_actor(), Action.JURY_SEAT, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            _invite(contest_id, form)
            return redirect(url_for("staff.invitations", contest_id=contest_id), 303)
    page = render_template(
        "staff/jury/invitations.html",
        form=form,
        contest=contest,
        invitations=invitations_of_contest(session, contest_id),
        labels=INVITATION_STATE_LABELS,
        tones=INVITATION_STATE_TONES,
        positions=JUROR_POSITION_LABELS,
        may_invite=can(current_actor(), Action.JURY_SEAT, Scope(contest_id=contest_id))
        and contest.state in (ContestState.PUBLISHED, ContestState.EVALUATING),
    )
    return page, form.status


def _invite(contest_id: int, form: InvitationForm) -> None:
    with transaction() as session:
        invite_juror(
            session,
            act(),
            contest_id=contest_id,
            email=form.chosen_email,
            position=form.position.data or "",
            phases=form.phases.data or (),
            evaluator_class=form.evaluator_class.data or "",
        )
    flash(gettext("La invitación está en la página de la persona. Avísele para que responda."), "good")


@blueprint.post(f"{_INVITATIONS}/<int:invitation_id>/recordar")
def remind_invitation(contest_id: int, invitation_id: int) -> Response:
    """Note that the person was reminded."""
    with transaction() as session:
        remind(session, act(), contest_id=contest_id, invitation_id=invitation_id)
    flash(gettext("El recordatorio está en la página de la persona."), "good")
    return redirect(url_for("staff.invitations", contest_id=contest_id), 303)


@blueprint.post(f"{_INVITATIONS}/<int:invitation_id>/retirar")
def withdraw_invitation(contest_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    with transaction() as session:
        withdraw(session, act(), contest_id=contest_id, invitation_id=invitation_id)
    flash(gettext("La invitación quedó retirada."), "good")
    return redirect(url_for("staff.invitations", contest_id=contest_id), 303)


@blueprint.get(f"{_INVITATIONS}.csv")
def invitations_csv(contest_id: int) -> Response:
    """Send the list; the DNI stays in the portal."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    header = [gettext("Persona"), gettext("Correo electrónico"), gettext("Cargo"), gettext("Estado"),
              gettext("Invitada"), gettext("Recordada"), gettext("Respondió"), gettext("Motivo"),
              gettext("Institución")]  # fmt: skip
    rows = (
        [
            one.full_name,
            one.email,
            gettext(JUROR_POSITION_LABELS[one.position]),
            gettext(INVITATION_STATE_LABELS[one.state]),
            *(instant(at) if at else "" for at in (one.sent_at, one.reminded_at, one.answered_at)),
            one.reason,
            one.institution,
        ]
        for one in invitations_of_contest(read_session(), contest_id)
    )
    return csv_response(f"invitaciones-{contest.code}.csv", header, rows)
