"""Give the screen of the hall another address."""

import logging
import secrets

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.hall_desk import hold_any_hall, note_deed
from contest_portal.jury.session_models import HallSession

log = logging.getLogger(__name__)


def renew_screen(session: Session, act: Act, *, contest_id: int) -> HallSession:
    """Make a new unguessable address; whoever knows the old one sees nothing any more."""
    hall = hold_any_hall(session, act, contest_id)
    hall.screen_token = secrets.token_urlsafe(24)
    session.flush()
    note_deed(session, act, hall, "screen_renewed", {})
    log.info("screen renewed", extra={"contest_id": contest_id})
    return hall
