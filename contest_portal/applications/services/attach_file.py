"""Add a file to a draft, or to a correction whose defects reach the files."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.attachment_queries import bytes_of_person, held_files
from contest_portal.applications.changing_files import ChangingFiles, files_to_change
from contest_portal.applications.models import Attachment
from contest_portal.applications.quarantine import put_file
from contest_portal.applications.receiving import SoundFile
from contest_portal.applications.rules.attachments import NewFile, check_person, check_place, next_name
from contest_portal.config import MOST_OF_PERSON_MB
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import record, wait_for_turn
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
    person_mb: int = MOST_OF_PERSON_MB,
) -> Attachment:
    """Keep a file that was found sound, as one that the contest asks for or as another one (`asked` is None).

    Refused when it is there already, the application has no place for it, or it is more than the megabytes that
    one person may have in open contests (`person_mb`). A file that the correction dropped
    before is the one that was received again.
    """
    wait_for_turn(session)
    changing = files_to_change(session, act, application_id)
    wanted = rulebook_of(session, changing.application.contest_id).files
    new = NewFile(file.kind, file.original_sha256, sha256_hex(file.content), asked)
    refuse(check_place(new, held_files(changing.files), wanted))
    attachment = changing.dropped_twin(new)
    if attachment is None:
        held = bytes_of_person(session, act.actor.user_id, application_id, act.at)
        refuse(check_person(len(file.content), held, person_mb))
        attachment = _new(act, changing, file, asked)
        attachment.sha256 = put_file(session, storage, file, act.at)
        attachment.preview_sha256 = None if file.preview is None else storage.put(file.preview)
        session.add(attachment)
    else:
        attachment.cure = None
    changing.renew()
    session.flush()
    _note(session, act, attachment)
    log.info("file attached", extra={"application_id": application_id, "attachment_id": attachment.id})
    return attachment


def _new(act: Act, changing: ChangingFiles, file: SoundFile, asked: str | None) -> Attachment:
    return Attachment(
        application_id=changing.application.id,
        name=next_name(changing.names, file.kind),
        media_type=file.kind.media_type,
        size=len(file.content),
        original_sha256=file.original_sha256,
        pages=file.pages,
        scan=file.scan.value,
        asked=asked,
        cure=changing.mark,
        uploaded_at=act.at,
        uploaded_by=act.actor.user_id,
    )


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
