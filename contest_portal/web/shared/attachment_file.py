"""Serving a file that somebody uploaded: as a download under our own name and kind, never shown in place."""

from flask import Response, current_app

from contest_portal.applications.models import Attachment
from contest_portal.kernel.storage import Storage


def attachment_response(attachment: Attachment) -> Response:
    """Give the stored bytes as a download; browsers are told not to guess (`nosniff` is on every answer)."""
    storage: Storage = current_app.extensions["storage"]
    response = Response(storage.get(attachment.sha256), mimetype=attachment.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{attachment.name}"'
    return response
