"""Turn a withdrawn application into a draft again, to correct it and send it once more."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import call_window, own_application, refuse_two_sides
from contest_portal.applications.rules.lifecycle import APPLICATION
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def reopen_application(session: Session, act: Act, *, application_id: int) -> Application:
    """Reopen while the call is open; the code stays, the next sending is a new version. WrongState after it."""
    wait_for_turn(session)
    application = own_application(session, act, application_id, Action.APPLICATION_EDIT)
    refuse_two_sides(act)
    window = call_window(act, application.contest)
    late = APPLICATION.problems("reopen", window)
    if late:
        raise WrongState(late)
    APPLICATION.move(application, "reopen", window)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.reopened",
        subject=f"application:{application.id}",
        data={"code": application.code, "contest_id": application.contest_id},
    )
    log.info("application reopened", extra={"application_id": application.id})
    return application
