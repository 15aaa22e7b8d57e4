"""Named reads of the visit to a group."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.scoring.visit_models import VisitPhoto


def visit_photos(session: Session, application_id: int) -> tuple[VisitPhoto, ...]:
    """List the photos of a group's visits, in the order in which they came."""
    return tuple(
        session.scalars(
            select(VisitPhoto)
            .where(VisitPhoto.application_id == application_id)
            .order_by(VisitPhoto.phase_code, VisitPhoto.id)
        )
    )


def visit_photo(session: Session, application_id: int, photo_id: int) -> VisitPhoto:
    """Give a photo of a group; NotFound for that of another."""
    photo = session.get(VisitPhoto, photo_id)
    if photo is None or photo.application_id != application_id:
        raise NotFound(f"photo {photo_id} of application {application_id}")
    return photo
