"""Add a file to a draft."""

import logging

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.attachment_queries import attachments_of, held_files
from contest_portal.applications.models import Attachment
from contest_portal.applications.ownership import own_draft
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.attachments import NewFile, check_place, next_name
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.storage import Storage

log = logging.getLogger(__name__)


def attach_file(
    session: Session,
    act: Act,
    *,
    storage: Storage,
    application_id: int,
    file: SoundFile,
    asked: str | None = None,
) -> Attachment:
    """Keep a file that was found sound, as one that the contest asks for or as another one (`asked` is None).

    Refused when it is there already or the application has no place for it.
    """
    application = own_draft(session, act, application_id, Action.APPLICATION_EDIT)
    held = attachments_of(session, application_id)
    wanted = rulebook_of(session, application.contest_id).files
    new = NewFile(file.kind, file.original_sha256, sha256_hex(file.content), asked)
    refuse(check_place(new, held_files(held), wanted))
    attachment = Attachment(
        application_id=application.id,
        name=next_name(tuple(one.name for one in held), file.kind),
        asked=asked,
        uploaded_at=act.at,
        uploaded_by=act.actor.user_id,
        **_kept(storage, file),
    )
    session.add(attachment)
    flag_modified(application, "profile")  # a new version: what was reviewed before did not have this file
    session.flush()
    _note(session, act, attachment)
    log.info("file attached", extra={"application_id": application.id, "attachment_id": attachment.id})
    return attachment


def _kept(storage: Storage, file: SoundFile) -> dict[str, object]:
    return {
        "media_type": file.kind.media_type,
        "size": len(file.content),
        "sha256": storage.put(file.content),
        "original_sha256": file.original_sha256,
        "preview_sha256": None if file.preview is None else storage.put(file.preview),
        "pages": file.pages,
        "scan": file.scan.value,
    }


def _note(session: Session, act: Act, attachment: Attachment) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="attachment.added",
        subject=f"application:{attachment.application_id}",
        data={
            "attachment_id": attachment.id,
            "original_sha256": attachment.original_sha256,
            "sha256": attachment.sha256,
            "scan": attachment.scan,
            "size": attachment.size,
        },
    )
