"""Invite a person to judge a contest."""

import logging
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.jury.closed_panel import refuse_closed_panel
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.rules.invitations import InvitationState
from contest_portal.jury.rules.panel import PanelSeat
from contest_portal.jury.seating import active_user, in_order, role_problems, unfit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import N_, Problem, refuse

log = logging.getLogger(__name__)

NO_DNI = ""
"""The DNI comes with the acceptance: then it is compared with the members of the groups."""


def invite_juror(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    email: str,
    position: str,
    phases: Iterable[str],
    evaluator_class: str = "",
) -> JurorInvitation:
    """Ask the person behind an account to judge; the answer comes from the person's own pages.

    Refused for who sits already, was invited and has not declined, represents or promotes a group of the contest, or
    has a role that excludes judging.
    """
    permit(act.actor, Action.JURY_SEAT, Scope(contest_id=contest_id))
    refuse_closed_panel(hold_contest(session, contest_id))
    rulebook, user = rulebook_of(session, contest_id), active_user(session, email)
    seat = PanelSeat(user.id, NO_DNI, user.full_name, position, in_order(phases, rulebook), evaluator_class)
    refuse(
        [
            *unfit(session, contest_id, seat, rulebook),
            *role_problems(user),
            _invited_already(session, contest_id, seat),
        ]
    )
    invitation = JurorInvitation(
        contest_id=contest_id,
        user_id=user.id,
        position=position,
        phases=",".join(seat.phases),
        evaluator_class=evaluator_class,
        state=InvitationState.SENT.value,
        sent_at=act.at,
        sent_by=act.actor.user_id or 0,
    )
    session.add(invitation)
    session.flush()
    _record(session, act, invitation)
    return invitation


def _record(session: Session, act: Act, invitation: JurorInvitation) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="juror.invited",
        subject=f"invitation:{invitation.id}",
        data={
            "contest_id": invitation.contest_id,
            "user_id": invitation.user_id,
            "position": invitation.position,
        },
    )
    log.info("juror invited", extra={"invitation_id": invitation.id, "contest_id": invitation.contest_id})


def _invited_already(session: Session, contest_id: int, seat: PanelSeat) -> Problem | None:
    open_one = select(JurorInvitation.id).where(
        JurorInvitation.contest_id == contest_id,
        JurorInvitation.user_id == seat.user_id,
        JurorInvitation.state.in_((InvitationState.SENT.value, InvitationState.ACCEPTED.value)),
    )
    if session.scalar(open_one) is None:
        return None
    return Problem(
        "invitation.open",
        field="account",
        message=N_("%(name)s ya tiene una invitación a este concurso. Recuérdesela o retírela."),
        params={"name": seat.name},
    )
