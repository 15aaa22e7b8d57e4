"""Take a file out of a draft, or out of a correction whose defects reach the files."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.changing_files import files_to_change
from contest_portal.applications.cured_files import CureMark
from contest_portal.kernel.audit import record, wait_for_turn

log = logging.getLogger(__name__)


def remove_attachment(session: Session, act: Act, *, application_id: int, attachment_id: int) -> None:
    """Remove a file. The stored bytes stay: an earlier sending may name them; what was received stays until a
    correction is sent.
    """
    wait_for_turn(session)
    changing = files_to_change(session, act, application_id)
    attachment = changing.file(attachment_id)
    sha256 = attachment.sha256
    if changing.screening is None or attachment.cure == CureMark.ADDED:
        session.delete(attachment)
    else:
        attachment.cure = CureMark.DROPPED.value
    changing.renew()
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="attachment.removed",
        subject=f"application:{application_id}",
        data={"attachment_id": attachment_id, "sha256": sha256},
    )
    log.info("attachment removed", extra={"application_id": application_id, "attachment_id": attachment_id})
