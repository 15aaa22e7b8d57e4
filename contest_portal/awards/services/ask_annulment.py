"""Ask for an award to be annulled: the first of two persons."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.awards.annulling import ANNULLING, annulling_of
from contest_portal.awards.follow_up_acts import award_to_change
from contest_portal.awards.queries import award_subject

log = logging.getLogger(__name__)


def ask_annulment(session: Session, act: Act, *, award_id: int, reason: str) -> JointAct:
    """Ask for it, with the reason, as anybody of the office. The award stands until somebody else confirms.

    Raises what `annulling_of` does, NotFound for no award, and WrongState when it was asked for already.
    """
    award = award_to_change(session, act, award_id, ANNULLING.ask)
    annulling = annulling_of(session, award, reason)
    joint = ask_together(
        session,
        act,
        ANNULLING,
        subject=award_subject(award_id),
        contest_id=award.contest_id,
        content=annulling.asked,
    )
    log.info("annulment asked for", extra={"award_id": award_id})
    return joint
