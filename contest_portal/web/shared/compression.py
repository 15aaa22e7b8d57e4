"""Compress text responses for browsers that accept it."""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

SMALLEST_BYTES = 500
_TEXT_TYPES = frozenset({"application/json", "application/xml", "application/manifest+json", "image/svg+xml"})
_LONGEST_NAME = 48


def register_compression(app: Flask) -> None:
    """Compress what leaves the portal. Steps that read or change a body must be registered after this one."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Replace the body with its gzip form when it is text, long enough and the browser accepts it."""
    if not _is_compressible(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    response.set_data(_zipped(response.get_data()))
    response.content_encoding = "gzip"
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(f"{etag}-gzip", weak=True)
    return response


def _is_compressible(response: Response) -> bool:
    if response.direct_passthrough or response.is_streamed or response.content_encoding:
        return False
    if response.status_code in (204, 206, 304) or "no-transform" in response.headers.get("Cache-Control", ""):
        return False
    kind = response.mimetype or ""
    is_text = kind.startswith("text/") or kind in _TEXT_TYPES
    return is_text and len(response.get_data()) >= SMALLEST_BYTES


def _zipped(content: bytes) -> bytes:
    """Compress with a file name of random length, so that the size tells nothing about a secret in the page."""
    padding = "x" * secrets.randbelow(_LONGEST_NAME)
    buffer = BytesIO()
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as stream:
        stream.write(content)
    return buffer.getvalue()
