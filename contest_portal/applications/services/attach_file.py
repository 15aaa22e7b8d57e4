"""Add a file to a draft."""

import logging

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.models import Attachment
from contest_portal.applications.ownership import own_draft
from contest_portal.applications.rules.attachments import check_file, kind_of, next_name
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.storage import Storage

log = logging.getLogger(__name__)


def attach_file(
    session: Session, act: Act, *, storage: Storage, application_id: int, content: bytes
) -> Attachment:
    """Keep a PDF, PNG or JPEG of at most 10 MB under a name of ours. What is refused never touches the disk."""
    wait_for_turn(session)
    application = own_draft(session, act, application_id, Action.APPLICATION_EDIT)
    held = attachments_of(session, application_id)
    digest = sha256_hex(content)
    refuse(check_file(content, held=len(held), is_held=digest in {file.sha256 for file in held}))
    kind = kind_of(content)
    if kind is None:
        raise ValueError("a checked file has a kind")
    attachment = Attachment(
        application_id=application.id,
        name=next_name(tuple(file.name for file in held), kind),
        media_type=kind.media_type,
        size=len(content),
        sha256=storage.put(content),
        uploaded_at=act.at,
        uploaded_by=act.actor.user_id,
    )
    session.add(attachment)
    flag_modified(application, "profile")  # a new version: what was reviewed before did not have this file
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="attachment.added",
        subject=f"application:{application.id}",
        data={"attachment_id": attachment.id, "sha256": attachment.sha256, "size": attachment.size},
    )
    log.info("file attached", extra={"application_id": application.id, "attachment_id": attachment.id})
    return attachment
