"""Keep a photo of the visit to a group."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.quarantine import put_file
from contest_portal.applications.receiving import SoundFile
from contest_portal.contests.rules.asked_files import FileForm
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.rules.visit import photo_problems
from contest_portal.scoring.visit_desk import hold_visit
from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.scoring.visit_queries import visit_photos

log = logging.getLogger(__name__)


def add_visit_photo(
    session: Session,
    act: Act,
    *,
    application_id: int,
    phase_code: str,
    file: SoundFile,
    caption: str,
    storage: Storage,
) -> VisitPhoto:
    """Keep a photo that was found sound; jurors of the group and the office see it at once."""
    hold_visit(session, act, application_id=application_id, phase_code=phase_code)
    held = [
        one.original_sha256 for one in visit_photos(session, application_id) if one.phase_code == phase_code
    ]
    is_photo = file.kind.form is FileForm.PHOTO and file.preview is not None
    refuse(
        photo_problems(
            is_photo=is_photo, original_sha256=file.original_sha256, held=held, caption=caption.strip()
        )
    )
    photo = VisitPhoto(
        application_id=application_id,
        phase_code=phase_code,
        caption=caption.strip(),
        sha256=put_file(session, storage, file, act.at),
        preview_sha256=storage.put(file.preview or b""),
        original_sha256=file.original_sha256,
        scan=file.scan.value,
        uploaded_by=act.actor.user_id or 0,
        uploaded_at=act.at,
    )
    session.add(photo)
    session.flush()
    _note(session, act, photo)
    log.info("visit photo added", extra={"application_id": application_id, "photo_id": photo.id})
    return photo


def _note(session: Session, act: Act, photo: VisitPhoto) -> None:
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="visit.photo_added",
        subject=f"application:{photo.application_id}",
        data={"photo_id": photo.id, "phase": photo.phase_code, "sha256": photo.sha256},
    )
