"""The press of this request, and printing what somebody asks for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

from flask import current_app

from contest_portal.documents.models import Document
from contest_portal.documents.press import Press, PrintedFile, press_of
from contest_portal.documents.rules.kinds import DocumentKind, Wording
from contest_portal.documents.services.keep_print import keep_print
from contest_portal.documents.typesetting import stylesheet
from contest_portal.kernel.pdf import AttachedFile
from contest_portal.kernel.problems import Busy
from contest_portal.kernel.sealed_printing import print_sealed
from contest_portal.web.shared.database import transaction

_KEPT = 32
PATIENCE_SECONDS = 2
_ROOM = threading.BoundedSemaphore(2)
"""So many print at once in one process: a page that prints takes a thread from those who send."""


def press() -> Press:
    """Give the press that prints into the portal's storage and points to its public address."""
    return press_of(current_app.extensions["settings"], current_app.extensions["storage"])


@lru_cache(maxsize=_KEPT)
def printed_page(html: str, created: datetime, attached: AttachedFile | None = None) -> bytes:
    """Print what is no issued document: it takes a second and is read by many, so the newest few stay in memory."""
    return print_sealed(html, stylesheet=stylesheet(), created=created, attached=attached)


def printed_file(kind: DocumentKind, document: Document) -> bytes:
    """Give the file of an issued document; the first time it is asked for, it is printed and kept.

    Printed outside of any transaction, in turns; Busy when too many print at this moment.
    """
    file_sha256 = document.file_sha256
    if file_sha256 is None:
        file = _print(kind, document)
        with transaction() as session:
            file_sha256 = keep_print(session, printed=document, file=file).file_sha256
    return press().storage.get(file_sha256 or "")


def preview_file(kind: DocumentKind, document: Document, wording: Wording | None) -> bytes:
    """Print what nobody issued, in turns; nothing is kept. Busy as above; TextFailed when the text cannot be."""
    with _turn(kind.code):
        return press().preview(kind, document, wording)


def _print(kind: DocumentKind, document: Document) -> PrintedFile:
    with _turn(f"document {document.id}"):
        return press().print(kind, document)


@contextmanager
def _turn(what: str) -> Iterator[None]:
    if not _ROOM.acquire(timeout=PATIENCE_SECONDS):
        raise Busy(f"printing {what}")
    try:
        yield
    finally:
        _ROOM.release()
