"""Groups shared out among evaluators."""

from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest
from contest_portal.jury.assignment_models import AssignmentDraw, JurorAssignment
from contest_portal.jury.models import Juror
from tests.factories.contests import CLOSES, FIELD, PUBLIC, RULEBOOK

SHARED = replace(RULEBOOK, phases=(replace(FIELD, scorers=2), PUBLIC))
"""The usual contest, but two jurors score each group in the field; the public phase is everybody's."""


def make_assignment(session: Session, juror: Juror, application: Application, by: User) -> JurorAssignment:
    made = JurorAssignment(
        juror_id=juror.id,
        application_id=application.id,
        phase_code="FIELD",
        reason="",
        made_at=CLOSES,
        made_by=by.id,
        end_reason="",
    )
    session.add(made)
    session.flush()
    return made


def make_assignment_draw(session: Session, contest: Contest, by: User) -> AssignmentDraw:
    made = AssignmentDraw(
        contest_id=contest.id, numbers="4-17-8", witnesses="El jurado", made_at=CLOSES, made_by=by.id
    )
    session.add(made)
    session.flush()
    return made
