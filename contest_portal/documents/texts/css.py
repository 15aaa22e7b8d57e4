"""The additional style of a text: a list of properties, plain values, and selectors that reach the text alone.

What is printed is written anew from what was understood. Nothing hides, moves or covers what a document says, and
nothing is fetched: no function but `rgb()`, no rule with an at sign.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import tinycss2
from tinycss2 import ast
from tinycss2.color3 import parse_color

from contest_portal.documents.texts.faults import CSS, fault
from contest_portal.documents.texts.html import is_of_the_frame
from contest_portal.kernel.problems import Problem

MOST_CHARACTERS = 10_000
SCOPE = ".edited-text"
PROPERTIES = frozenset(
    "background-color border border-bottom border-collapse border-color border-left border-right border-style "
    "border-top border-width break-after break-before break-inside color font-size font-style font-variant-numeric "
    "font-weight hyphens letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right "
    "margin-top max-width orphans padding padding-bottom padding-left padding-right padding-top text-align "
    "text-decoration text-indent text-transform vertical-align widows width".split()
)
_COMPOUND = (
    r"(?:[a-z][a-z0-9]*|\.[\w-]+)(?:\.[\w-]+|:first-child|:last-child|:nth-child\((?:even|odd|\d+)\))*"
)
_SELECTOR = re.compile(rf"{_COMPOUND}(?:\s*[ >+]\s*{_COMPOUND})*")
_CLASS = re.compile(r"\.([\w-]+)")
_WORD = re.compile(r"[a-z-]{1,30}")
_POINTS = {"pt": 100, "mm": 283, "cm": 2835, "em": 1060, "rem": 1060, "px": 75}
"""Hundredths of a point; `em` of the usual letter."""
_WITHOUT_LENGTH = frozenset({"line-height", "vertical-align"})
_WIDEST = 500 * 100
_LETTER = (6 * 100, 40 * 100)
_LONGEST = 230 * 100
_DARK, _LIGHT = 90, 150
"""Of 255: letters are at most so light, grounds at least so light."""


def css_faults(css: str) -> tuple[Problem, ...]:
    """List what is wrong with a style."""
    return _read(css)[1]


def scoped_css(css: str) -> str:
    """Write a style anew so that it reaches the text alone. ValueError for one that has faults."""
    written, faults = _read(css)
    if faults:
        raise ValueError(faults[0].text)
    return written


@lru_cache(maxsize=64)
def _read(css: str) -> tuple[str, tuple[Problem, ...]]:
    if len(css) > MOST_CHARACTERS:
        return "", (fault("long", name=str(MOST_CHARACTERS), field=CSS),)
    written: list[str] = []
    faults: list[Problem] = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            name = f"@{rule.at_keyword}" if rule.type == "at-rule" else "…"
            faults.append(fault("rule", line=rule.source_line, name=name, field=CSS))
            continue
        selectors = [" ".join(one.split()) for one in tinycss2.serialize(rule.prelude).split(",")]
        faults.extend(_selector_faults(selectors, rule.source_line))
        declarations = list(_declarations(rule.content, faults))
        scoped = ", ".join(f"{SCOPE} {one}" for one in selectors)
        written.append(f"{scoped} {{ {' '.join(declarations)} }}")
    return "\n".join(written), tuple(faults)


def _selector_faults(selectors: list[str], line: int) -> Iterator[Problem]:
    for selector in selectors:
        is_known = _SELECTOR.fullmatch(selector) is not None
        if not is_known or any(map(is_of_the_frame, _CLASS.findall(selector))):
            yield fault("selector", line=line, name=selector[:40], field=CSS)


def _declarations(content: list[ast.Node], faults: list[Problem]) -> Iterator[str]:
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if one.type != "declaration":
            faults.append(fault("rule", line=one.source_line, name="…", field=CSS))
        elif one.important:
            faults.append(fault("value", line=one.source_line, name="!important", field=CSS))
        elif one.lower_name not in PROPERTIES:
            faults.append(fault("property", line=one.source_line, name=one.name[:40], field=CSS))
        else:
            faults.extend(_value_faults(one))
            value = " ".join(token.serialize() for token in _tokens(one))
            yield f"{one.lower_name}: {value};"


def _tokens(declaration: ast.Declaration) -> list[ast.Node]:
    return [token for token in declaration.value if token.type not in ("whitespace", "comment")]


def _value_faults(declaration: ast.Declaration) -> Iterator[Problem]:
    name = declaration.lower_name
    for token in _tokens(declaration):
        code = _wrong_with(name, token)
        if code:
            yield fault(code, line=token.source_line, name=token.serialize()[:40], field=CSS)


def _wrong_with(name: str, token: ast.Node) -> str:
    """Give the code of what is wrong with a part of a value; nothing when it may stand."""
    colour = parse_color(token) if token.type in ("ident", "hash", "function") else None
    if colour is not None:
        return _wrong_colour(name, colour)
    match token.type:
        case "ident":
            return "" if _WORD.fullmatch(token.lower_value) else "value"
        case "number":
            return _wrong_number(name, token)
        case "percentage":
            return "" if 0 <= token.value <= 100 and name in ("width", "max-width") else "value"
        case "dimension":
            return _wrong_length(name, token)
        case _:
            return "value"


def _wrong_number(name: str, token: ast.NumberToken) -> str:
    if name == "line-height":
        return "" if 1 <= token.value <= 3 else "size"
    return "" if 0 <= token.value <= 999 and name != "font-size" else "value"


def _wrong_length(name: str, token: ast.DimensionToken) -> str:
    if token.lower_unit not in _POINTS or token.value < 0 or name in _WITHOUT_LENGTH:
        return "value"
    hundredths = token.value * _POINTS[token.lower_unit]
    if name == "font-size":
        return "" if _LETTER[0] <= hundredths <= _LETTER[1] else "size"
    if name == "letter-spacing":
        return "" if hundredths <= _LETTER[0] else "size"
    return "" if hundredths <= (_WIDEST if name in ("width", "max-width") else _LONGEST) else "value"


def _wrong_colour(name: str, colour: object) -> str:
    if not isinstance(colour, tuple) or colour[3] != 1:
        return "value"
    red, green, blue = (round(part * 255) for part in colour[:3])
    lightness = (3 * red + 6 * green + blue) // 10
    if name == "color":
        return "" if lightness <= _DARK else "colour"
    if name == "background-color":
        return "" if lightness >= _LIGHT else "colour"
    return "" if name.startswith("border") else "value"
