"""Catalogues of texts: collected from code and templates, merged with what is translated, compiled.

Each function takes the folder of the house, which holds `contest_portal/` and `templates/`.
"""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("en",)
"""The languages besides Spanish, which is the one of the code."""
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
_SOURCES = (("contest_portal", "**.py", "python"), ("templates", "**.html", "jinja2"))
_BEGINNING = datetime(
    2026, 11, 23, tzinfo=UTC
)  # in the head of the file: a fixed day keeps the bytes the same


def update_catalogue(root: Path, language: str) -> Catalog:
    """Bring a language's catalogue up to the texts of today; what is translated stays, what is gone goes."""
    catalogue = read_catalogue(root, language)
    catalogue.update(collect_texts(root), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write_catalogue(root, language, catalogue)
    return catalogue


def collect_texts(root: Path) -> Catalog:
    """Extract every text that code and templates mark for translation."""
    catalogue = _empty(None)
    for folder, pattern, method in _SOURCES:
        found = extract_from_dir(
            str(root / folder),
            method_map=[(pattern, method)],
            options_map={pattern: {"silent": "false"}},
            keywords=_KEYWORDS,
        )
        for file, _line, message, comments, context in found:
            catalogue.add(
                message, locations=[(f"{folder}/{file}", 0)], auto_comments=comments, context=context
            )
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """List the texts that have no translation, or an unsure one."""
    return sorted(
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(_forms(message.string)))
    )


def read_catalogue(root: Path, language: str) -> Catalog:
    """Read a language's catalogue; an empty one when there is none."""
    path = catalogue_path(root, language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write_catalogue(root: Path, language: str, catalogue: Catalog) -> None:
    """Write a catalogue and its compiled form, the same bytes for the same texts."""
    path = catalogue_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.creation_date = catalogue.revision_date = _BEGINNING
    with path.open("wb") as file:
        write_po(file, catalogue, sort_output=True, no_location=True, width=110)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read_catalogue(root, language))


def catalogue_path(root: Path, language: str) -> Path:
    """Give the file of a language's catalogue."""
    return root / "contest_portal" / "translations" / language / "LC_MESSAGES" / "messages.po"


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="contest-portal",
        version="1",
        copyright_holder="contest-portal",
        charset="utf-8",
        fuzzy=False,
        creation_date=_BEGINNING,
        revision_date=_BEGINNING,
    )


def _forms(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)
