"""Serving a photo of a visit: as a download, and its small copy for a page."""

from flask import Response

from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.web.shared.attachment_file import kept_copy, stored_file


def photo_response(photo: VisitPhoto) -> Response:
    """Give the photo as a download."""
    return stored_file(photo.sha256, "image/jpeg", f"visita-{photo.id}.jpg")


def photo_preview(photo: VisitPhoto) -> Response:
    """Give the small copy, which a browser keeps."""
    return kept_copy(photo.preview_sha256, f"vista-visita-{photo.id}.jpg", of=photo.sha256)
