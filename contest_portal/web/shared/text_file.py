"""Texts to take away as files."""

from flask import Response


def text_file(name: str, text: str, media_type: str) -> Response:
    """Send a text as a file of this name."""
    response = Response(text, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
