"""Named reads of the files that go with applications."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Attachment
from contest_portal.applications.rules.attachments import HeldFile
from contest_portal.kernel.problems import NotFound


def attachments_of(session: Session, application_id: int) -> tuple[Attachment, ...]:
    """List the files of an application in the order they came."""
    return tuple(
        session.scalars(
            select(Attachment).where(Attachment.application_id == application_id).order_by(Attachment.id)
        )
    )


def held_files(files: Iterable[Attachment]) -> tuple[HeldFile, ...]:
    """Give files as the rules see them."""
    return tuple(HeldFile(file.original_sha256, file.sha256, file.asked) for file in files)


def attachment_of(session: Session, application_id: int, attachment_id: int) -> Attachment:
    """Give a file of this application; NotFound when it has none of this id."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.application_id != application_id:
        raise NotFound(f"attachment {attachment_id} of application {application_id}")
    return attachment
