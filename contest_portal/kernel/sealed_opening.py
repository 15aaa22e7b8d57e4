"""Have an uploaded file opened by another process, and read its answer as coming from a stranger."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from contest_portal.kernel.problems import PortalError

SCRIPT = Path(__file__).with_name("file_opening.py")
SECONDS = 30


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What opening a file gave: as it is kept, and a small picture; and the number of pages of a PDF.

    A photo is made anew, a PDF loses what was written about it; one whose page could not be drawn has no picture.
    """

    pages: int | None
    parts: tuple[bytes, ...]


class UnfitFile(PortalError):
    """A file that is not taken: a code of `file_opening.py`, and the figures that its explanation names."""

    def __init__(self, code: str, figures: Mapping[str, str]) -> None:
        self.code = code
        self.figures = figures
        super().__init__(code)


Opener = Callable[[str, bytes], OpenedFile]
"""Opens bytes as "photo", "pdf" or "logo"; raises UnfitFile."""


def open_sealed(form: str, content: bytes, *, script: Path = SCRIPT, seconds: int = SECONDS) -> OpenedFile:
    """Open a file in a process of its own. One that takes too long, or takes the process down, is damaged.

    A sound PDF is then drawn in another process, so that a page on which that one dies costs the picture only.
    """
    opened = _answer_of(form, content, script, seconds)
    if form != "pdf":
        return opened
    if len(opened.parts) != 1:
        raise UnfitFile("damaged", {})
    try:
        return replace(opened, parts=opened.parts + _answer_of("page", content, script, seconds).parts)
    except UnfitFile:
        return opened


def _answer_of(form: str, content: bytes, script: Path, seconds: int) -> OpenedFile:
    command = [sys.executable, "-I", str(script), form]
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the file comes in by stdin
            command, input=content, capture_output=True, check=True, timeout=seconds, env={}, cwd="/"
        )
    except subprocess.SubprocessError as error:
        raise UnfitFile("damaged", {}) from error
    return read_answer(done.stdout)


def read_answer(answer: bytes) -> OpenedFile:
    """Read what `file_opening.py` answered; what makes no sense is a damaged file."""
    head, _, body = answer.partition(b"\n")
    try:
        told = json.loads(head)
        facts, sizes = dict(told["facts"]), [int(size) for size in told["sizes"]]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise UnfitFile("damaged", {}) from error
    if "unfit" in facts:
        code = str(facts.pop("unfit"))
        raise UnfitFile(code, {name: str(figure) for name, figure in facts.items()})
    pages = facts.get("pages")
    if min(sizes, default=0) < 0 or sum(sizes) != len(body) or not isinstance(pages, int | None):
        raise UnfitFile("damaged", {})
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    parts = tuple(body[end - size : end] for size, end in zip(sizes, ends, strict=True))
    return OpenedFile(pages, parts)
