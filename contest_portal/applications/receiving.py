"""From the bytes that came to a file that may be kept: looked at, scanned, opened. No database is held meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import monotonic_ns

from contest_portal.applications.rules.attachments import check_content, unfit
from contest_portal.applications.rules.file_kinds import FileKind, kind_of
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import Refused, refuse
from contest_portal.kernel.scanner import Scan, Scanner
from contest_portal.kernel.sealed_opening import Opener, UnfitFile


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A file fit to be kept. Of a photo, `content` was written anew and `preview` is a small copy.

    Of a PDF, `content` says nothing of author and program, and `preview` is a picture of its first page; None when
    that could not be drawn.
    """

    kind: FileKind
    content: bytes
    original_sha256: str
    preview: bytes | None
    pages: int | None
    scan: Scan


def receive_files(
    sent: Iterable[tuple[bytes, str]], *, opener: Opener, scanner: Scanner
) -> tuple[SoundFile, ...]:
    """Give several files that came with one request: the scanner has no more time for all of them than for one."""
    begun, received = monotonic_ns(), []
    for content, name in sent:
        left = max(0, scanner.milliseconds - (monotonic_ns() - begun) // 1_000_000)
        received.append(
            receive_file(content, name, opener=opener, scanner=replace(scanner, milliseconds=left))
        )
    return tuple(received)


def receive_file(content: bytes, name: str, *, opener: Opener, scanner: Scanner) -> SoundFile:
    """Give the file as it is kept. Refused with the reason and what to do; nothing of it touches the disk."""
    refuse(check_content(content, name))
    kind = kind_of(content)
    if kind is None:
        raise ValueError("a checked file has a kind")
    scan = scanner.scan(content)
    if scan is Scan.INFECTED:
        raise Refused([unfit(scan.value, {})])
    try:
        opened = opener(kind.form.value, content)
    except UnfitFile as error:
        raise Refused([unfit(error.code, error.figures)]) from error
    kept, *previews = opened.parts
    return SoundFile(kind, kept, sha256_hex(content), next(iter(previews), None), opened.pages, scan)
