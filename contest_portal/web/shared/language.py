"""Spanish first, English second. The texts in the code are Spanish; a catalogue translates them."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Flask, g, request, session
from flask_babel import Babel, get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from contest_portal.config import ROOT

LANGUAGES = {"es": "Español", "en": "English"}
_FORMATS = {"es": "es_PE", "en": "en"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One choice of the language switch."""

    code: str
    label: str
    url: str
    current: bool


def register_language(app: Flask) -> None:
    """Choose the language by the switch (kept in the session), else Spanish."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "contest_portal" / "translations")
    app.config["BABEL_DEFAULT_TIMEZONE"] = "America/Lima"
    Babel(app, default_locale="es_PE", locale_selector=_selected)
    app.jinja_env.globals.update(gettext=_in_page, _=_in_page)
    app.context_processor(lambda: {"language_links": language_links(), "language": current_language()})


def current_language() -> str:
    """Give the code of the language this page is written in."""
    return str(get_locale()).partition("_")[0]


def language_links() -> tuple[LanguageLink, ...]:
    """Give the links that show this page in each language."""
    current = current_language()
    return tuple(
        LanguageLink(code=code, label=label, url=_in_language(code), current=code == current)
        for code, label in LANGUAGES.items()
    )


@pass_eval_context
def _in_page(context: EvalContext, text: str, /, **values: object) -> str:
    """Translate a text of a template, as Jinja's own way through two calls of the context does: a page has dozens."""
    words: str = get_translations().ugettext(text)
    return (Markup(words) if context.autoescape else words) % values  # noqa: S704 - our own texts


def _in_language(code: str) -> str:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{quote(request.path)}?{urlencode([*kept, ('lang', code)])}"


def _selected() -> str:
    if "locale" not in g:
        asked = request.args.get("lang", "")
        if asked in LANGUAGES and session.get("lang") != asked:
            session["lang"] = asked
        g.locale = _FORMATS[session.get("lang", "es") if session.get("lang") in LANGUAGES else "es"]
    locale: str = g.locale
    return locale
