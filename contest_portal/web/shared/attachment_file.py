"""Serving a file that somebody uploaded: as a download under our own name and kind, never shown in place."""

from collections.abc import Collection, Mapping
from pathlib import PurePath

from flask import Response, current_app
from flask_babel import gettext

from contest_portal.applications.models import Attachment
from contest_portal.applications.quarantine import quarantined
from contest_portal.applications.quarantine_models import QuarantinedFile
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import NotFound, Quarantined, StoreAway, Withdrawn
from contest_portal.kernel.storage import Storage
from contest_portal.privacy.withdrawn_files import withdrawals, withdrawn
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.filters import day

"""Should a browser show the file after all, nothing in it runs or loads anything."""
_KEPT = "private, max-age=86400"


def attachment_response(attachment: Attachment) -> Response:
    """Give the stored bytes as a download; browsers are told not to guess (`nosniff` is on every answer)."""
    return stored_file(attachment.sha256, attachment.media_type, attachment.name)


def preview_response(attachment: Attachment) -> Response:
    """Give the small copy of a photo, or the drawn page of a PDF, which a browser keeps; NotFound without one."""
    if attachment.preview_sha256 is None:
        raise NotFound(f"preview of attachment {attachment.id}")
    name = f"vista-{PurePath(attachment.name).stem}.jpg"
    return kept_copy(attachment.preview_sha256, name, of=attachment.sha256)


def kept_copy(sha256: str, name: str, *, of: str) -> Response:
    """Give the stored small copy of a file, which a browser keeps: locked as long as the file is."""
    _require_clean(of)
    response = stored_file(sha256, "image/jpeg", name)
    response.headers["Cache-Control"] = _KEPT
    return response


def stored_file(sha256: str, media_type: str, name: str) -> Response:
    """Give stored bytes as a download that runs nothing. Withdrawn when their term of keeping was over,
    Quarantined while the virus scanner has not found them clean.
    """
    _require_clean(sha256)
    response = Response(_content(sha256), mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _require_clean(sha256: str) -> None:
    if quarantined(read_session(), [sha256]):
        raise Quarantined(sha256)


def withdrawn_words(digests: Collection[str]) -> Mapping[str, str]:
    """Say why a file is not given: withdrawn, and not there again, when and by which act; not found clean yet."""
    storage: Storage = current_app.extensions["storage"]
    if not digests:
        return {}
    found, locked = withdrawals(read_session(), digests), quarantined(read_session(), digests)
    return {digest: _locked_word(one) for digest, one in locked.items()} | {
        digest: gettext(
            "Retirado por plazo el %(day)s, acto de retiro n.° %(run)s",
            day=day(office_date(one.at)),
            run=one.run_id,
        )
        for digest, one in found.items()
        if not _has(storage, digest)
    }


def _locked_word(file: QuarantinedFile) -> str:
    if file.infected_at is None:
        return gettext(
            "En revisión: el revisor de virus aún no responde y nadie puede descargarlo; no se pierde"
        )
    return gettext(
        "Retirado el %(day)s: el revisor de virus encontró algo peligroso",
        day=day(office_date(file.infected_at)),
    )


def withdrawn_word(digest: str | None) -> str | None:
    """Say it of one file; None while it is there, or where there is none."""
    return withdrawn_words([digest]).get(digest) if digest else None


def _has(storage: Storage, digest: str) -> bool:
    try:
        return storage.has(digest)
    except StoreAway:
        return False


def _content(sha256: str) -> bytes:
    storage: Storage = current_app.extensions["storage"]
    try:
        return storage.get(sha256)
    except NotFound as error:
        if withdrawn(read_session(), [sha256]):
            raise Withdrawn(sha256) from error
        raise
