"""How panels came about: who was invited, and a late juror with two ties, one a conflict and one not."""

from datetime import timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.cli.demo.cast import JURORS, LATE_JUROR, JurorSeat, act_of
from contest_portal.cli.demo.judging import PUBLIC_PHASE, seat_panel
from contest_portal.contests.models import Contest
from contest_portal.jury.invitation_models import JurorInvitation
from contest_portal.jury.rules.invitations import Answer
from contest_portal.jury.services.answer_invitation import answer_invitation
from contest_portal.jury.services.invite_juror import invite_juror
from contest_portal.jury.tie_queries import tie_views
from contest_portal.scoring.services.decide_tie import decide_tie

CONFLICT, NO_CONFLICT = "Porcinos Rayanniyocc", "Carpintería El Aliso"
REASONS = {
    CONFLICT: "Es sobrino de una integrante por el lado de su madre, como él mismo lo confirmó.",
    NO_CONFLICT: "No hay parentesco: su familia es de otra provincia, y el grupo tampoco lo conoce.",
}


def decline(session: Session, act: Act, contest: Contest) -> None:
    """Invite a juror of the first contest again, who says why she cannot."""
    invitation = _invite(session, act, contest, JURORS[6])
    person = act_of(session, JURORS[6].player, act.at + timedelta(hours=3))
    answer = Answer(accepts=False, reason="Ese día dicto clases en la sede de Huanta.")
    answer_invitation(session, person, invitation_id=invitation.id, answer=answer)


def invite_president(session: Session, act: Act, contest: Contest) -> None:
    """Invite the president of the first contest to the open one; the answer is waited for."""
    _invite(session, act, contest, JURORS[0])


def _invite(session: Session, act: Act, contest: Contest, seat: JurorSeat) -> JurorInvitation:
    return invite_juror(
        session,
        act,
        contest_id=contest.id,
        email=seat.player.email,
        position=seat.position,
        phases=(PUBLIC_PHASE,),
    )


def seat_late_juror(session: Session, act: Act, contest: Contest) -> None:
    """Seat him and decide what the system finds about him."""
    seat_panel(session, act, contest, (LATE_JUROR,))
    for view in tie_views(session, contest.id):
        if view.standing == "proposed" and view.group_name in REASONS:
            decide_tie(
                session,
                Act(act.actor, act.at + timedelta(hours=1)),
                contest_id=contest.id,
                juror_id=view.tie.juror_id,
                application_id=view.tie.application_id,
                is_conflict=view.group_name == CONFLICT,
                reason=REASONS[view.group_name],
                seen=view.tie.keys,
            )
