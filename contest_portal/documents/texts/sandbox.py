"""Print the text of a document: in a sandbox that knows the fields of records and the pieces of the house alone."""

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from functools import lru_cache, wraps
from operator import itemgetter
from typing import cast

from jinja2 import ChainableUndefined, Template, TemplateRuntimeError, Undefined, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from contest_portal.documents.rules.kinds import DocumentKind, EditableText, Must, Piece
from contest_portal.documents.texts.filters import FILTERS
from contest_portal.documents.texts.language import read_text
from contest_portal.documents.texts.places import Loop, Span
from contest_portal.documents.typesetting import environment

MOST_STEPS = 200_000
MOST_PRINTED = 5_000_000
SECONDS = 20
"""What one text may take: a resolution with 500 groups takes a tenth of it."""
_FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TemplateRuntimeError,
    TypeError,
    ValueError,
)
"""What comes of a filter or a piece that is handed something else than it takes."""
_KEPT = 64
_RUN = "_run"
_FILE = "<template>"


class TextFailed(Exception):
    """A text could not be printed with this data; `line` is None where no line of it is to blame."""

    def __init__(self, line: int | None, reason: str) -> None:
        self.line = line
        super().__init__(f"line {line}: {reason}")


Shown = tuple[str, tuple[str, ...]]


class TooMuch(Exception):
    """A text printed too much, or for too long."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that the text prints and this document does not have."""

    path: str
    line: int

    def __str__(self) -> str:
        """Print nothing in its place."""
        return ""


@dataclass(slots=True)
class PrintedText:
    """What came of a text: its HTML, what it lacked, and what it printed: a field's path and filters, or a piece.

    `parts` are the parts that were printed of what was cut.
    """

    html: Markup = field(default_factory=Markup)
    gaps: list[Gap] = field(default_factory=list)
    shown: set[Shown] = field(default_factory=set)
    parts: dict[Shown, set[Span]] = field(default_factory=dict)
    steps: int = 0
    size: int = 0
    ends_at: int = 0

    def has_printed(self, must: Must) -> bool:
        """Tell whether something that has to be there was printed whole, not only counted or in part."""
        path, _, written = must.shown.partition("|")
        whole = (*self.shown, *(shown for shown, spans in self.parts.items() if _are_whole(spans)))
        told = [filters for shown, filters in whole if shown == path and "length" not in filters]
        return any(not written or written in filters for filters in told)

    def note(self, shown: Shown, cut: Span | None) -> None:
        """Keep what is printed, or which part of it."""
        if cut is None:
            self.shown.add(shown)
        else:
            self.parts.setdefault(shown, set()).add(cut)

    def step(self) -> None:
        """Count one turn of a loop."""
        self.steps += 1
        if self.steps > MOST_STEPS or (self.steps % 500 == 0 and time.thread_time_ns() > self.ends_at):
            raise TooMuch


def print_text(kind: DocumentKind, body: str, context: Mapping[str, object]) -> PrintedText:
    """Print a text of a kind with what its frame is handed. TextFailed when it cannot be.

    What a document lacks is left blank and told: whether that is allowed is for the caller to say.
    """
    run = PrintedText(ends_at=time.thread_time_ns() + SECONDS * 1_000_000_000)
    text = cast(EditableText, kind.text)
    known = {name: context[name] for name in ("doc", "issue", "office")}
    pieces = {piece.name: _Handed(piece, context, run) for piece in text.pieces}
    try:
        stretches = _compiled(kind, body).generate(known | pieces | {_RUN: run})
        run.html = Markup("".join(_within(run, stretches)))  # noqa: S704 - the sandbox escapes what it prints
    except TooMuch as error:
        raise TextFailed(None, "too long") from error
    except _FAILURES as error:
        raise TextFailed(_line_of(error), repr(error)) from error
    return run


def _within(run: PrintedText, stretches: Iterable[str]) -> Iterator[str]:
    for stretch in stretches:
        run.size += len(stretch)
        if run.size > MOST_PRINTED:
            raise TooMuch
        yield stretch


@lru_cache(maxsize=_KEPT)
def _compiled(kind: DocumentKind, body: str) -> Template:
    read = read_text(kind, body)
    if read.tree is None:
        raise ValueError(f"text of {kind.code}: {read.faults[0].text}")
    return _sandbox().from_string(read.tree)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Lets a text reach the fields of records and what a loop says of itself, and call the pieces."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Allow declared fields alone."""
        if isinstance(obj, LoopContext):
            return attr in Loop.__dataclass_fields__
        return is_dataclass(obj) and attr in obj.__dataclass_fields__

    def is_safe_callable(self, obj: object) -> bool:
        """Allow the pieces of the house alone."""
        return isinstance(obj, _Handed)


@lru_cache(maxsize=1)
def _sandbox() -> _Sandbox:
    made = _Sandbox(autoescape=True, undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals.clear()
    made.filters = {name: _unless_missing(work) for name, (work, _) in FILTERS.items()}
    made.filters.update(_told=_told, _counted=_counted)
    made.tests = {"none": lambda value: value is None}
    return made


def _unless_missing(work: Callable[..., object]) -> Callable[..., object]:
    @wraps(work)
    def done(value: object, *arguments: object) -> object:
        return value if isinstance(value, Gap) else work(value, *arguments)

    return done


@pass_context
def _told(
    context: Context, value: object, path: str, filters: tuple[str, ...], line: int, cut: Span | None
) -> object:
    """Note that a field is printed, or which part of it, or that there is none."""
    run = cast(PrintedText, context[_RUN])
    if value is None or isinstance(value, Undefined) or value == "":
        gap = Gap(path, line)
        run.gaps.append(gap)
        return gap
    run.note((path, filters), cut)
    return value


@pass_context
def _counted(context: Context, several: Iterable[object]) -> Iterator[object]:
    run = cast(PrintedText, context[_RUN])
    for one in several:
        run.step()
        yield one


class _Handed:
    """A piece as a text may call it."""

    def __init__(self, piece: Piece, context: Mapping[str, object], run: PrintedText) -> None:
        self.piece, self.context, self.run = piece, context, run

    def __call__(self, *arguments: object, of_parts: bool = False) -> Markup:
        """Print the piece; one that was handed a part of something does not count as printed."""
        piece = self.piece
        self.run.step()
        if not of_parts:
            self.run.shown.add((f"{piece.name}()", ()))
        self.run.gaps.extend(Gap(path, 0) for path in piece.needs if not _reach(self.context, path))
        template = environment().get_template(piece.file)
        if piece.macro:
            return cast(Markup, getattr(template.make_module(dict(self.context)), piece.macro)(*arguments))
        handed = dict(zip(piece.takes, arguments, strict=False))
        return Markup(template.render({**self.context, **handed}))  # noqa: S704 - escaped by its own environment


def _are_whole(spans: Iterable[Span]) -> bool:
    """Tell whether parts make up the whole, one after another from the beginning to the end."""
    reached = 0
    for start, stop in sorted(spans, key=itemgetter(0)):
        if start > reached:
            return False
        if stop is None:
            return True
        reached = max(reached, stop)
    return False


def _reach(context: Mapping[str, object], path: str) -> object:
    root, *names = path.split(".")
    here = context[root]
    for name in names:
        here = getattr(here, name, None)
    return here


def _line_of(error: BaseException) -> int | None:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
    return lines[-1] if lines else None
