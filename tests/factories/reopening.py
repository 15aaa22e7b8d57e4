"""Contests that go back to a stage by an act of two persons."""

from datetime import datetime

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.awards.reopening_models import UndoneResult
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.awards.services.ask_reopening import ask_reopening
from contest_portal.awards.services.reopen_contest import reopen_contest
from tests.conftest import NOON
from tests.factories.accounts import act_of

ACT = "Resolución 31-2026"
GROUND = "TUO de la Ley 27444, artículos 10 y 213"
WHY = "Una observación que procede corrige una ficha."


def make_asked(
    session: Session, contest_id: int, who: User, back_to: BackTo = BackTo.EVALUATION, *, at: datetime = NOON
) -> JointAct:
    """Ask for it."""
    return ask_reopening(
        session,
        act_of(who, at),
        contest_id=contest_id,
        back_to=back_to,
        document=ACT,
        ground=GROUND,
        reason=WHY,
    )


def make_confirmed(session: Session, joint: JointAct, who: User, *, at: datetime = NOON) -> UndoneResult:
    """Confirm it as the second person."""
    return reopen_contest(
        session,
        act_of(who, at),
        contest_id=joint.contest_id or 0,
        joint_id=joint.id,
        sha256=joint.content_sha256,
    )


def make_reopened(
    session: Session,
    contest_id: int,
    asker: User,
    who: User,
    back_to: BackTo = BackTo.EVALUATION,
    *,
    at: datetime = NOON,
) -> UndoneResult:
    """Ask for it as one person and confirm it as another."""
    return make_confirmed(session, make_asked(session, contest_id, asker, back_to, at=at), who, at=at)
