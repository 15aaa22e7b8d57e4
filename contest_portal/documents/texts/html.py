"""The HTML of a text: some plain elements and classes of its own, nothing that fetches, hides or moves."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from contest_portal.documents.texts.faults import fault
from contest_portal.kernel.problems import Problem

ELEMENTS = frozenset(
    "p b strong i em u small sub sup br hr h2 h3 h4 ol ul li dl dt dd blockquote div span section "
    "table caption thead tbody tfoot tr th td".split()
)
ATTRIBUTES = frozenset({"class", "scope", "colspan", "rowspan"})
_SPANS = frozenset({"colspan", "rowspan"})
_SPAN = re.compile(r"[1-9]\d?", re.ASCII)
"""A cell over a million columns would keep the printer busy for hours."""
_ALONE = frozenset({"br", "hr"})
_FRAME = re.compile(r"letterhead|foot|void|trial|preview|draft|blank|title|handwritten|log-|edited|diploma")
"""How classes of the frame begin: a text that used them could write over it."""
_FIELD = "\x00"
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:\s+[a-z]+="[\w .-]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


@dataclass(slots=True)
class TextHtml:
    """The HTML of a text in one piece, with a sign where a field stands, and where each line begins."""

    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    size: int = 0

    def add(self, text: str, line: int) -> None:
        """Add a stretch of HTML that begins in a line."""
        for number, stretch in enumerate(text.split("\n")):
            self._add(stretch if number == 0 else f"\n{stretch}", line + number)

    def add_field(self, line: int) -> None:
        """Add a place where something is printed."""
        self._add(_FIELD, line)

    def line_at(self, position: int) -> int:
        """Give the line of a position."""
        return self.lines[max(bisect_right(self.starts, position) - 1, 0)]

    def _add(self, text: str, line: int) -> None:
        self.starts.append(self.size)
        self.lines.append(line)
        self.parts.append(text)
        self.size += len(text)


def html_faults(markup: TextHtml) -> tuple[Problem, ...]:
    """List what is wrong with the HTML of a text."""
    return tuple(_faults(markup))


def is_of_the_frame(name: str) -> bool:
    """Tell whether a class belongs to the frame of documents."""
    return _FRAME.match(name) is not None


def _faults(markup: TextHtml) -> Iterator[Problem]:
    text, open_tags = "".join(markup.parts), list[tuple[str, int]]()
    for sign in re.finditer("<", text):
        line = markup.line_at(sign.start())
        tag = _TAG.match(text, sign.start())
        if tag is None:
            shown = text[sign.start() : sign.start() + 20].split("\n")[0].replace(_FIELD, "{{…}}")
            yield fault("html", line=line, name=shown)
            continue
        yield from _tag_faults(tag, line)
        name = tag["name"]
        if name in _ALONE:
            continue
        if not tag["end"]:
            open_tags.append((name, line))
        elif open_tags and open_tags[-1][0] == name:
            open_tags.pop()
        else:
            yield fault("unclosed", line=line, name=f"</{name}>")
            return
    yield from (fault("unclosed", line=line, name=f"<{name}>") for name, line in open_tags)


def _tag_faults(tag: re.Match[str], line: int) -> Iterator[Problem]:
    if tag["name"] not in ELEMENTS:
        yield fault("element", line=line, name=tag["name"])
    for name, value in _ATTRIBUTE.findall(tag["rest"]):
        if name not in ATTRIBUTES:
            yield fault("attribute", line=line, name=name)
        elif name in _SPANS and _SPAN.fullmatch(value) is None:
            yield fault("attribute", line=line, name=f'{name}="{value[:20]}"')
        if name == "class":
            yield from (fault("class", line=line, name=one) for one in value.split() if is_of_the_frame(one))
