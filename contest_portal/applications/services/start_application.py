"""Start a group's application to a contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.drafts import begin_draft
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import call_window, filing_scope, own_group, refuse_two_sides
from contest_portal.applications.rules.lifecycle import outside_window
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def start_application(session: Session, act: Act, *, contest_id: int, group_id: int) -> Application:
    """Start a draft. WrongState outside the call's window; Refused when the group has an application there."""
    refuse_two_sides(act)
    group = own_group(session, act, group_id)
    contest = contest_by_id(session, contest_id)
    window = call_window(act, contest)
    scope = filing_scope(
        session, act.actor, group.id, owner_id=group.representative_id, contest_id=contest_id
    )
    permit(act.actor, Action.APPLICATION_EDIT, scope)
    closed = outside_window(window)
    if closed:
        raise WrongState(closed)
    return begin_draft(session, act, contest, group)
