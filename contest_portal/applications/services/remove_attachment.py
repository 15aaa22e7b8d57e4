"""Take a file out of a draft."""

import logging

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachment_of
from contest_portal.applications.ownership import own_draft
from contest_portal.kernel.audit import record, wait_for_turn

log = logging.getLogger(__name__)


def remove_attachment(session: Session, act: Act, *, application_id: int, attachment_id: int) -> None:
    """Remove a file from the draft. The stored bytes stay: an earlier sending may name them."""
    wait_for_turn(session)
    application = own_draft(session, act, application_id, Action.APPLICATION_EDIT)
    attachment = attachment_of(session, application_id, attachment_id)
    sha256 = attachment.sha256
    session.delete(attachment)
    flag_modified(application, "profile")  # a new version: what was reviewed before still had this file
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="attachment.removed",
        subject=f"application:{application.id}",
        data={"attachment_id": attachment_id, "sha256": sha256},
    )
    log.info("attachment removed", extra={"application_id": application.id, "attachment_id": attachment_id})
