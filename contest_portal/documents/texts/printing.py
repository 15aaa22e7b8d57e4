"""The text of a document with its style: the office's own or the one as shipped, printed for its frame."""

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

from contest_portal.documents.rules.kinds import DocumentKind, EditableText, Issue, Letterhead, Wording
from contest_portal.documents.texts.checks import failure, gap_problems, must_problems
from contest_portal.documents.texts.css import scoped_css
from contest_portal.documents.texts.sandbox import PrintedText, TextFailed, print_text
from contest_portal.documents.typesetting import TEMPLATES
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import Problem


@cache
def shipped_body(text: EditableText) -> str:
    """Give a text as it is shipped."""
    return (TEMPLATES / "texts" / text.file).read_text("utf-8")


def wording_of(body: str, css: str) -> Wording:
    """Name a text with its style by the hash of both."""
    return Wording(body, css, sha256_hex(canonical_json({"body": body, "css": css})))


def printed_parts(
    kind: DocumentKind, wording: Wording | None, context: Mapping[str, object]
) -> dict[str, Markup]:
    """Print what the frame of a kind is handed besides: nothing for a kind without such a text."""
    if kind.text is None:
        return {}
    body = printed(kind, wording, context).html
    if wording is None or not wording.css.strip():
        return {"body": body}
    framed = Markup('<div class="edited-text">{}</div>').format(body)
    return {"body": framed, "css": Markup(scoped_css(wording.css))}  # noqa: S704 - written anew by css.py


def printed(kind: DocumentKind, wording: Wording | None, context: Mapping[str, object]) -> PrintedText:
    """Print a text; without an own one, as shipped. TextFailed when it cannot be."""
    if kind.text is None:
        raise ValueError(f"{kind.code} has no text of its own")
    return print_text(kind, shipped_body(kind.text) if wording is None else wording.body, context)


def missing_in(
    kind: DocumentKind, wording: Wording | None, *, doc: object, issue: Issue, office: Letterhead
) -> tuple[Problem, ...]:
    """List what a document lacks before it may be issued with a text."""
    if kind.text is None:
        return ()
    context = {"doc": doc, "issue": issue, "office": office, "is_trial": False, "log_page": ""}
    try:
        result = printed(kind, wording, context)
    except TextFailed as error:
        return (failure(error),)
    return (*gap_problems(kind, result), *must_problems(kind, result, context))
