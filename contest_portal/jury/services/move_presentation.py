"""A group begins to present, ends, or had not begun after all."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.queries import contest_by_id
from contest_portal.jury.hall_desk import hold_hall, note_deed, presentation_of, require_evaluating
from contest_portal.jury.rules.session import PRESENTATION, beginning_problems
from contest_portal.jury.session_models import Presentation
from contest_portal.jury.session_queries import HallView, Turn, hall_view
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def move_presentation(
    session: Session, act: Act, *, contest_id: int, application_id: int, action: str
) -> Presentation:
    """Do `begin`, `end` or `undo` of the group's presentation and keep the hour.

    Only the next group begins, with the jurors that the quorum asks for in the hall. Raises Refused with what is in
    the way, WrongState for an action that the presentation is past.
    """
    hall = hold_hall(session, act, contest_id)
    presentation = presentation_of(session, hall, application_id)
    PRESENTATION.require(presentation, action)
    if action == "begin":
        require_evaluating(contest_by_id(session, contest_id))
        _refuse_beginning(hall_view(session, hall), application_id)
    PRESENTATION.move(presentation, action, None)
    if action == "end":
        presentation.ended_at = act.at
    else:
        presentation.began_at = act.at if action == "begin" else None
    session.flush()
    note_deed(session, act, hall, f"presentation_{action}", {"application_id": application_id})
    log.info(f"presentation {action}", extra={"contest_id": contest_id, "application_id": application_id})
    return presentation


def _refuse_beginning(view: HallView, application_id: int) -> None:
    turn = next(one for one in view.turns if one.application_id == application_id)
    refuse(
        beginning_problems(
            turn.group_name,
            next_name=_name(view.waiting[0]),
            presenting=_name(view.presenting),
            quorum=view.quorum,
            may_score=view.may_score(turn),
        )
    )


def _name(turn: Turn | None) -> str | None:
    return None if turn is None else turn.group_name
