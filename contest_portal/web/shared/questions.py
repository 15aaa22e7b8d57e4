"""The question before a deed that is not easily taken back.

A form carries its question in a hidden field (the macro `question` of components/forms.html). A script asks it
in a dialog and then leaves the field out. What still arrives with it was sent without a script, or before one came: it
is asked here, on a page that sends the same again.
"""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, render_template, request
from markupsafe import Markup

QUESTION = "question"
_WORDS = frozenset({"title", "text", "accept", "tone", "cancel"})


def register_questions(app: Flask) -> None:
    """Ask before a page is sent. Register it after the check of the form's token."""
    app.add_template_filter(as_question, "as_question")
    app.before_request(_ask)


def as_question(words: Mapping[str, str]) -> str:
    """Write the words of a question as one text; what translation escaped is plain again."""
    plain = {name: word.unescape() if isinstance(word, Markup) else str(word) for name, word in words.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _ask() -> str | None:
    """Show the question that a form was sent with; a file that came along cannot be sent again, so it goes on."""
    words = _read(request.form.get(QUESTION, "")) if request.method == "POST" else None
    if words is None or any(request.files.values()):
        return None
    answers = [(name, value) for name, value in request.form.items(multi=True) if name != QUESTION]
    return render_template("layout/question.html", words=words, answers=answers, back=_page_before())


def _read(text: str) -> dict[str, str] | None:
    try:
        words = json.loads(text)
    except ValueError:
        return None
    return words if isinstance(words, dict) and words.keys() == _WORDS else None


def _page_before() -> str:
    """Give the path of the portal's own page that the form stood on."""
    parts = urlsplit(request.referrer or "")
    # a browser takes what follows two slashes for a host
    is_ours = parts.netloc == request.host and not parts.path.startswith("//")
    return parts._replace(scheme="", netloc="").geturl() if is_ours else "/"
