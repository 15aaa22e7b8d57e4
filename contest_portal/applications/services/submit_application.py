"""Send a group's profile to its contest."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachments_of, held_files
from contest_portal.applications.entering import enter
from contest_portal.applications.entry import wait_for_turn
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import (
    call_window,
    own_application,
    refuse_two_sides,
)
from contest_portal.applications.rules.attachments import check_files
from contest_portal.applications.rules.lifecycle import APPLICATION, not_a_draft
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.problems import Stale, WrongState

log = logging.getLogger(__name__)


def submit_application(
    session: Session, act: Act, *, application_id: int, expected_version: int
) -> Application:
    """Send a draft as it stands: places of its households, member snapshot, version with hash, receipt.

    WrongState after the deadline (the draft is kept) or when it was sent before; Stale when the draft is not the
    one that was reviewed; Refused with every rule that the group or the profile breaks.
    """
    wait_for_turn(session)
    application = own_application(session, act, application_id, Action.APPLICATION_SUBMIT)
    refuse_two_sides(act)
    _refuse_untimely(act, application, expected_version)
    held = held_files(attachments_of(session, application.id))
    wanted = rulebook_of(session, application.contest_id).files
    return enter(session, act, application, received_at=act.at, others=check_files(held, wanted))


def _refuse_untimely(act: Act, application: Application, expected_version: int) -> None:
    problem = not_a_draft(application.state)
    late = APPLICATION.problems("submit", call_window(act, application.contest))
    if problem is not None or late:
        raise WrongState([problem] if problem is not None else late)
    if application.version != expected_version:
        message = f"application {application.id}: version {expected_version} is not {application.version}"
        raise Stale(message)
