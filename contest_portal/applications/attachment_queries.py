"""Named reads of the files that go with applications."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from contest_portal.applications.cured_files import CureMark
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.rules.attachments import HeldFile
from contest_portal.contests.models import Contest
from contest_portal.kernel.problems import NotFound

_RECEIVED = (
    select(Attachment)
    .where(
        Attachment.application_id == bindparam("application_id"),
        or_(Attachment.cure.is_(None), Attachment.cure != CureMark.ADDED.value),
    )
    .order_by(Attachment.id)
)


def attachments_of(session: Session, application_id: int) -> tuple[Attachment, ...]:
    """List the files of an application in the order they came; of a sent one, those that were received."""
    return tuple(session.scalars(_RECEIVED, {"application_id": application_id}))


def bytes_of_person(session: Session, user_id: int | None, application_id: int, at: datetime) -> int:
    """Sum up what an account added to applications of contests whose call is open, and to this one."""
    is_open = and_(Contest.opens_at <= at, func.coalesce(Contest.grace_until, Contest.closes_at) >= at)
    rows = (
        select(func.coalesce(func.sum(Attachment.size), 0))
        .join(Application, Application.id == Attachment.application_id)
        .join(Contest, Contest.id == Application.contest_id)
        .where(Attachment.uploaded_by == user_id, or_(is_open, Application.id == application_id))
    )
    return session.scalar(rows) or 0


def held_files(files: Iterable[Attachment]) -> tuple[HeldFile, ...]:
    """Give files as the rules see them: one in which a virus was found later is none."""
    return tuple(
        HeldFile(file.original_sha256, file.sha256, file.asked) for file in files if file.infected_at is None
    )


def attachment_of(session: Session, application_id: int, attachment_id: int) -> Attachment:
    """Give a file of this application; NotFound when it has none of this id."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None or attachment.application_id != application_id:
        raise NotFound(f"attachment {attachment_id} of application {application_id}")
    return attachment


def received_attachment(session: Session, application_id: int, attachment_id: int) -> Attachment:
    """Give a file that was received; NotFound for one of a correction that the group is still writing."""
    attachment = attachment_of(session, application_id, attachment_id)
    if attachment.cure == CureMark.ADDED:
        raise NotFound(f"attachment {attachment_id} was not sent yet")
    return attachment
