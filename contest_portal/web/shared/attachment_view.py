"""Files of an application as pages list them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from contest_portal.applications.models import Attachment
from contest_portal.contests.rules.asked_files import FileForm
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.attachment_file import withdrawn_words

TAKEN = "image/jpeg,image/png,image/webp,application/pdf"
"""What a phone offers to choose; one that keeps its photos as HEIC makes a JPEG of it."""
_KB, _MB = 1024, 1024 * 1024
FORM_LABELS: Mapping[str, str] = {
    FileForm.ANY: N_("Foto o PDF"),
    FileForm.PHOTO: N_("Foto"),
    FileForm.PDF: N_("PDF"),
}
SCAN_LABELS: Mapping[str, str] = {
    "absent": N_("no se buscó virus: el portal no tiene revisor"),
    "clean": N_("sin virus"),
    "failed": N_("el revisor de virus no respondió al recibirlo"),
}


@dataclass(frozen=True, slots=True)
class FileView:
    """A file: what the contest calls it, what it is, and what the virus scan said; `gone` says why nobody is
    given it, empty while it can be downloaded; `is_infected` that a virus was found after it was taken.
    """

    id: int
    application_id: int
    name: str
    asked: str
    facts: str
    scan: str
    has_preview: bool
    uploaded_at: datetime
    gone: str = ""
    is_infected: bool = False


def file_views(files: Iterable[Attachment], book: Rulebook) -> tuple[FileView, ...]:
    """Put files into words, those that the contest asks for first and in its order."""
    files = tuple(files)
    gone = withdrawn_words([file.sha256 for file in files])
    names = {asked.code: asked.name for asked in book.files}
    places = [*names, None]
    ordered = sorted(
        files, key=lambda file: (places.index(file.asked if file.asked in names else None), file.id)
    )
    return tuple(
        FileView(
            id=file.id,
            application_id=file.application_id,
            name=file.name,
            asked=names.get(file.asked or "", gettext("Otro")),
            facts=_facts(file),
            scan=gettext(SCAN_LABELS[file.scan]),
            has_preview=file.preview_sha256 is not None,
            uploaded_at=file.uploaded_at,
            gone=gone.get(file.sha256, ""),
            is_infected=file.infected_at is not None,
        )
        for file in ordered
    )


def size_in_words(size: int) -> str:
    """Write a number of bytes for people: `240 KB`, `1.2 MB`."""
    if size < _MB:
        return f"{max(1, size // _KB)} KB"
    tenths = size * 10 // _MB
    return f"{tenths // 10}.{tenths % 10} MB"


def _facts(file: Attachment) -> str:
    size = size_in_words(file.size)
    if file.media_type != "application/pdf":
        return f"{gettext(FORM_LABELS[FileForm.PHOTO])}, {size}"
    if file.pages is None:
        return f"PDF, {size}"
    return f"PDF, {ngettext('%(num)s página', '%(num)s páginas', file.pages)}, {size}"
