"""One document of each kind that the house issues, of invented content: the samples of texts, or made from records."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.texts.preview import Specimen
from contest_portal.documents.typesetting import TEMPLATES, stylesheet
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.money import Money
from contest_portal.kernel.pdf import AttachedFile, render_pdf
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.documents.texts.specimens import invented_specimen, specimen_of

MOST = 3
CODES = {"position": "president", "kind": "access", "outcome": "granted"}
"""Texts of which a template knows some alone."""


@cache
def printed(code: str) -> bytes:
    """Print the invented document of a kind as the press does, in this process."""
    kind = KINDS[code]
    press = Press(Storage(Path("/none")), "https://fondos.example")
    document = every_document(kind)
    html = press.html(kind, document)
    data = AttachedFile("datos.json", "Datos del documento", document.data)
    return render_pdf(html, stylesheet=stylesheet(), created=NOON, attached=data)


def every_document(kind: DocumentKind) -> Document:
    """Give the invented document of a kind, as if it was issued."""
    document = _specimen(kind).document(kind)
    document.code = _specimen(kind).issue.code
    document.data_sha256 = sha256_hex(document.data)
    return document


def _specimen(kind: DocumentKind) -> Specimen:
    if (TEMPLATES / "samples" / f"{kind.code}.json").exists():
        return invented_specimen(kind)
    return specimen_of(kind, title=kind.title, doc=_invented(kind.context, kind.code))


def _invented(hint: Any, name: str) -> Any:
    """Make a value of a type: three of each list, the first of each choice, the field's name as a text."""
    if get_origin(hint) is UnionType or str(get_origin(hint)) == "typing.Union":
        return _invented(next(one for one in get_args(hint) if one is not NoneType), name)
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        kinds = [inner[0]] * MOST if inner[-1] is Ellipsis else inner
        return tuple(_invented(one, name) for one in kinds)
    if is_dataclass(hint) and hint is not Money:
        hints = get_type_hints(hint)
        return hint(**{one.name: _invented(hints[one.name], one.name) for one in fields(hint) if one.init})
    return _plain(hint, name)


def _plain(hint: Any, name: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    made: dict[Any, Any] = {
        str: CODES.get(name, f"Ñandú {name.replace('_', ' ')}"),
        int: 7,
        bool: True,
        Money: Money.soles(9_000, 50),
        Fraction: Fraction(7, 2),
        datetime: NOON,
        date: NOON.date(),
        time: NOON.time(),
    }
    return made[hint]
