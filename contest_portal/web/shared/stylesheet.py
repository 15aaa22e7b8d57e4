"""Build the one stylesheet of the portal: Bootstrap's base, our tokens, then our components.

A single response keeps the first load to few requests on a slow connection. Of Bootstrap only the reboot, the
grid and the utilities are kept (about a third of its weight): buttons, forms, tables and the rest are ours.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from contest_portal.web.shared.packages import package_file

BOOTSTRAP_CSS = ("flask_bootstrap", "static/bootstrap5/css/bootstrap.min.css")

_DROPPED_FAMILIES = (
    "accordion alert badge bg blockquote border breadcrumb btn card caption-top carousel collapse collapsing "
    "dropdown dropend dropstart dropup fade figure focus-ring form icon-link img-thumbnail input-group "
    "invalid is-invalid is-valid lead link list-group modal nav navbar offcanvas pagination page-item page-link "
    "placeholder popover progress show spinner tab table text-bg toast tooltip valid was-validated"
).split()
_DROPPED = re.compile(rf"\.(?:{'|'.join(_DROPPED_FAMILIES)})(?![a-z])")
_DARK = re.compile(r"\[data-bs-theme=dark\]")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BETWEEN_SELECTORS = re.compile(r",(?![^(]*\))")
_BLANKS = re.compile(r"\s*\n\s*")


def build_stylesheet(directory: Path) -> bytes:
    """Join Bootstrap's base with tokens.css, base.css and every component, in a fixed order."""
    own = [directory / "css/tokens.css", directory / "css/base.css"]
    own += sorted((directory / "css/components").glob("*.css"))
    texts = [
        bootstrap_base(),
        *(_without_comments(file.read_text("utf-8")) for file in own if file.is_file()),
    ]
    return "\n".join(texts).encode()


@cache
def bootstrap_base() -> str:
    """Reboot, grid and utilities out of the installed Bootstrap."""
    text = package_file(*BOOTSTRAP_CSS).read_text("utf-8").removeprefix('@charset "UTF-8";')
    return keep_base(_without_comments(text))


def keep_base(css: str) -> str:
    """Leave out the rules of Bootstrap's components, inside media queries too."""
    return "".join(_kept_rule(prelude, body) for prelude, body in _rules(css))


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Split a minified sheet into (prelude, body) of its outermost rules."""
    depth, start, opened = 0, 0, 0
    for brace in re.finditer(r"[{}]", css):
        if brace.group() == "{":
            opened = brace.start() if depth == 0 else opened
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            yield css[start:opened].strip(), css[opened + 1 : brace.start()]
            start = brace.end()


def _kept_rule(prelude: str, body: str) -> str:
    if prelude.startswith("@keyframes"):
        return ""
    if prelude.startswith("@"):
        inner = keep_base(body)
        return f"{prelude}{{{inner}}}" if inner else ""
    selectors = [
        part
        for part in _BETWEEN_SELECTORS.split(prelude)
        if not (_DROPPED.search(part) or _DARK.search(part))
    ]
    return f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _without_comments(css: str) -> str:
    return _BLANKS.sub("\n", _COMMENT.sub("", css)).strip()
