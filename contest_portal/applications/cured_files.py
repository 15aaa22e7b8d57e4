"""The files of a correction, beside those that were received: what it adds and drops counts once it is sent."""

from enum import StrEnum

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from contest_portal.applications.models import Attachment


class CureMark(StrEnum):
    """What a correction that is still being written does with a file."""

    ADDED = "added"
    DROPPED = "dropped"


def cure_files(session: Session, application_id: int) -> tuple[Attachment, ...]:
    """List the files as they will be once the correction is sent."""
    stays = or_(Attachment.cure.is_(None), Attachment.cure != CureMark.DROPPED.value)
    rows = select(Attachment).where(Attachment.application_id == application_id, stays)
    return tuple(session.scalars(rows.order_by(Attachment.id)))


def cure_changes(session: Session, application_id: int) -> tuple[Attachment, ...]:
    """List the files that the correction adds or drops."""
    rows = select(Attachment).where(Attachment.application_id == application_id, Attachment.cure.is_not(None))
    return tuple(session.scalars(rows.order_by(Attachment.id)))


def apply_cure_files(session: Session, application_id: int) -> None:
    """Put the files of the correction in the place of those that were received. Their bytes stay."""
    _settle(session, application_id, gone=CureMark.DROPPED, stays=CureMark.ADDED)


def forget_cure_files(session: Session, application_id: int) -> None:
    """Go back to what was received: the correction was never sent."""
    _settle(session, application_id, gone=CureMark.ADDED, stays=CureMark.DROPPED)


def _settle(session: Session, application_id: int, *, gone: CureMark, stays: CureMark) -> None:
    own = Attachment.application_id == application_id
    session.execute(delete(Attachment).where(own, Attachment.cure == gone.value))
    session.execute(update(Attachment).where(own, Attachment.cure == stays.value).values(cure=None))
