"""What is wrong with an answer, whatever its address: its headers, where it leads, and what typed words made of it."""

import csv
import io
import re
from collections.abc import Iterator

from werkzeug.test import TestResponse

from contest_portal.web.shared.security import CONTENT_SECURITY_POLICY
from tests.architecture.canaries import MARKUP
from tests.architecture.scanning import words_in

ELSEWHERE = "https://ajeno.example"
"""The other site from which each request of the walk says to come."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
TAKEN_AWAY = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " sandbox",
}
"""Written out, so that whoever changes one changes it twice. The policy of pages is written out in test_security.py."""
OF_ITS_OWN = {"staff.phone_codes": "Permissions-Policy"}
"""The one page that may ask for the camera."""
_TEXT = re.compile(r"text/|application/(json|.*\+json|javascript)")
_SAYS_CHARSET = re.compile(r"; charset=(utf-8|us-ascii)")
_SAYS_UTF8 = ("application/json", "application/manifest+json")
"""JSON is UTF-8 by its own standard, and has no charset."""
_NAMED = re.compile(r'(attachment|inline); filename=("?)[A-Za-z0-9_.-]+\2')
_ADDRESS = re.compile(r'="([a-zA-Z][\w+.-]*):')
_LEADS = re.compile(
    r'\b(?:href|src|action|formaction|poster|data)="(?!(?:https?|mailto|tel):|data:image/)\w[\w+.-]*:'
)
_FORMULA = re.compile(r"[=+@\t\r]|-(?![0-9.,]+$)")
_FORMULA_CELL = re.compile(r"<f[ >]|table:formula=")


def faults_of(answer: TestResponse) -> Iterator[str]:
    """Name each thing that is wrong with an answer."""
    yield from _headers(answer)
    text = answer.get_data(as_text=True) if _TEXT.match(answer.mimetype) else ""
    if answer.mimetype == "text/html":
        yield from _page(text)
    elif answer.mimetype == "text/csv":
        yield from _table(text)
    elif answer.mimetype.startswith("application/vnd."):
        yield from ("a formula" for part in words_in(answer.get_data()) if _FORMULA_CELL.search(part))


def _headers(answer: TestResponse) -> Iterator[str]:
    wanted = TAKEN_AWAY if is_taken_away(answer) else HEADERS
    yield from (name for name, value in wanted.items() if answer.headers.getlist(name) != [value])
    yield from (name for name, _ in answer.headers if name.startswith("Access-Control-"))
    named = answer.headers.get("Content-Disposition")
    if named and not _NAMED.fullmatch(named):
        yield f"a name that may be read two ways: {named}"
    kind = answer.headers.get("Content-Type", "")
    if answer.get_data() and not kind:
        yield "no Content-Type"
    if _TEXT.match(kind) and not _SAYS_CHARSET.search(kind) and not kind.startswith(_SAYS_UTF8):
        yield f"no charset: {kind}"


def is_taken_away(answer: TestResponse) -> bool:
    return answer.headers.get("Content-Disposition", "").startswith("attachment")


def _page(text: str) -> Iterator[str]:
    if MARKUP in text:
        yield "markup that somebody typed"
    if not set(_ADDRESS.findall(text)) <= {"http", "https", "mailto", "tel"}:
        yield from (f"leads to {found}" for found in _LEADS.findall(text))


def _table(text: str) -> Iterator[str]:
    for row in csv.reader(
        io.StringIO(text.removeprefix("\ufeff")), delimiter=";" if ";" in text[:200] else ","
    ):
        yield from (f"formula {cell[:20]!r}" for cell in row if _FORMULA.match(cell))
