"""A test client that looks at each page: valid HTML, a title, one h1, labelled fields, nothing inline."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from flask.testing import FlaskClient
from tinyhtml5 import inputstream
from tinyhtml5.parser import HTMLParser as StrictParser
from werkzeug.test import TestResponse

from tests.sessions import sign_in_as

_SAID_ALIKE = (
    (re.compile(r">[^<>&]*\w[^<>&]*(?=<)"), ">49"),
    (re.compile(r' (value|title|href|action)="[^"&]+'), r' \1="49'),
    (re.compile(r"[0-9]+"), "49"),  # a digit where a number may be an entity's
)
_TOKEN = re.compile(r'"Ij[\w.-]+"')
"""A form's token against forgery, new for each session."""
_REPEATED = re.compile(r"(<(tr|li|option|article)\b[^<]*(?:<(?!\2\b|/\2>)[^<]*)*</\2>\s*)\1+")
_PLAIN_HEAD = "<!doctype html><title>49</title>"
_SOUND_SHAPES: set[int] = set()
TEST_PASSWORD = "mula piedra lluvia antigua"


class _Stretches(dict[tuple[Iterable[str], bool], re.Pattern[str]]):
    """How to read up to one of some characters. tinyhtml5 2.1 means to remember it, and does so under a wrong key."""

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, among = key
        escaped = "".join(f"\\x{ord(character):02x}" for character in characters)
        self[key] = re.compile(f"[{'' if among else '^'}{escaped}]+")
        return self[key]


inputstream.characters_until_regex = _Stretches()


class PageClient(FlaskClient):
    """Checks each HTML answer; `sign_in` puts a user's session in place without the form."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:  # type: ignore[override]
        response = super().open(*args, **{"buffered": True} | kwargs)  # type: ignore[arg-type]
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            html = response.get_data(as_text=True)
            alike = hash(
                _TOKEN.sub("", html.replace(response.request.path, ""))
            )  # one refusal is as the next
            if alike not in _SOUND_SHAPES:
                check_page(html)
                _SOUND_SHAPES.add(alike)
        return response

    def read(self, address: str) -> str:
        """Open a page and give what it says."""
        return words(self.get(address).get_data(as_text=True))

    def sign_in(self, user_id: int, epoch: int = 0) -> "PageClient":
        """Become this user."""
        with self.session_transaction() as session:
            sign_in_as(session, user_id, epoch)
        return self


def words(page: str) -> str:
    """Give what a page says, without its tags and line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def check_page(html: str) -> None:
    """Assert what every page owes its reader.

    Pages that differ by words, addresses or how many equal rows they have are looked at once.
    """
    shape = _shape(html)
    if hash(shape) in _SOUND_SHAPES:
        return
    head, _, rest = shape.partition("<main")
    main, _, foot = rest.partition("</main>")
    for part in (f"{head}<main></main>{foot}", f"{_PLAIN_HEAD}<main{main}</main>"):
        if hash(part) not in _SOUND_SHAPES:
            parser = StrictParser(namespace_html_elements=False)
            parser.parse(part)
            assert not parser.errors, f"invalid HTML: {parser.errors[:3]}"
            _SOUND_SHAPES.add(hash(part))
    page = _Page()
    page.feed(html)
    assert page.titles == 1, f"{page.titles} titles"
    assert page.headings == 1, f"{page.headings} h1"
    assert not page.inline, f"inline style or script: {page.inline}"
    unlabelled = page.controls - page.labelled
    assert not unlabelled, f"fields without a label: {sorted(unlabelled)}"
    _SOUND_SHAPES.add(hash(shape))


def _shape(html: str) -> str:
    for pattern, alike in _SAID_ALIKE:
        html = pattern.sub(alike, html)
    return _REPEATED.sub(r"\1", html)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.titles = self.headings = 0
        self.inline: list[str] = []
        self.controls: set[str] = set()
        self.labelled: set[str] = set()
        self._inside_svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside_svg += tag == "svg"
        self.titles += tag == "title" and not self._inside_svg
        self.headings += tag == "h1"
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        self.inline.extend(name for name in given if name == "style" or name.startswith("on"))
        if tag == "label" and given.get("for"):
            self.labelled.add(given["for"] or "")
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit", "button"}:
            name = given.get("id") or f"{tag} without id"
            self.controls.add(name)
            if given.get("aria-label") or given.get("aria-labelledby"):
                self.labelled.add(name)

    def handle_endtag(self, tag: str) -> None:
        self._inside_svg -= tag == "svg"
