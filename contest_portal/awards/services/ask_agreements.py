"""Ask that the agreements of a contest be issued: the first of two persons."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import ask_together
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.awards.agreements import AGREEMENTS, missing_agreements
from contest_portal.awards.rules.terms import DEFAULT_TERMS, AgreementTerms

log = logging.getLogger(__name__)


def ask_agreements(
    session: Session, act: Act, *, contest_id: int, terms: AgreementTerms = DEFAULT_TERMS
) -> JointAct:
    """Ask for all that are missing at once, with their terms. No number is taken before somebody else confirms.

    Raises what `missing_agreements` does, and WrongState when it was asked for already.
    """
    permit(act.actor, AGREEMENTS.ask, Scope(contest_id=contest_id))
    missing = missing_agreements(session, contest_id=contest_id, terms=terms)
    joint = ask_together(
        session,
        act,
        AGREEMENTS,
        subject=f"contest:{contest_id}",
        contest_id=contest_id,
        content=missing.asked,
    )
    log.info("agreements asked for", extra={"contest_id": contest_id})
    return joint
