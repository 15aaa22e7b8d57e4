"""The audit chain in words: what a link is about, and the facts it holds."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for
from flask_babel import gettext

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.money import Money
from contest_portal.web.shared.audit_fact_labels import AUDIT_FACT_LABELS
from contest_portal.web.shared.audit_labels import AUDIT_SUBJECT_LABELS

LONGEST_VALUE = 16
"""Characters of a hash that are shown; the file of the chain has the whole."""
MOST_IN_A_LIST = 4
_AMOUNTS = frozenset({"amount", "amount_before", "amount_cents", "awarded_cents"})
_PAGES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "contest": lambda key: url_for("staff.contest", contest_id=key),
        "paper": lambda key: url_for("staff.paper", paper_id=key),
        "sheet_paper": lambda key: url_for("staff.sheet_paper", paper_id=key),
        "application": lambda key: url_for("staff.application", application_id=key),
    }
)


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """What a link is about: its name, and the address of its page where it has one."""

    name: str
    address: str | None


def subject_in_words(subject: str) -> AuditSubject:
    """Read `noun:id`; a noun without a name stays as it was noted."""
    noun, _, key = subject.partition(":")
    label = AUDIT_SUBJECT_LABELS.get(noun)
    if label is None:
        return AuditSubject(subject, None)
    address = _PAGES[noun](int(key)) if noun in _PAGES and key.isdigit() else None
    return AuditSubject(f"{gettext(label)} {key}", address)


def subject_typed(text: str) -> str:
    """Give the beginning of a subject as it is noted for «Ficha 12», «ficha» or `sheet:12`."""
    words, _, key = text.rpartition(" ") if text[-1:].isdigit() else (text, "", "")
    asked = sort_key(words)
    nouns = (noun for noun, label in AUDIT_SUBJECT_LABELS.items() if sort_key(gettext(label)) == asked)
    noun = next(nouns, None)
    return text if noun is None else f"{noun}:{key}"


def facts_in_words(data: str) -> tuple[tuple[str, str], ...]:
    """Give name and value of each fact, in the order noted; empty when there is none."""
    return tuple(_facts(json.loads(data))) if data else ()


def _facts(noted: Json) -> Iterator[tuple[str, str]]:
    if not isinstance(noted, dict):
        yield gettext("dato"), _value(noted)
        return
    for key, value in noted.items():
        label = AUDIT_FACT_LABELS.get(key)
        is_amount = key in _AMOUNTS and isinstance(value, int)
        yield key if label is None else gettext(label), Money(value).format() if is_amount else _value(value)


def _value(value: Json) -> str:
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return gettext("sí") if value else gettext("no")
    if isinstance(value, dict):
        return _listed([f"{name}: {inner}" for name, inner in _facts(value)])
    if isinstance(value, list):
        return _listed([_value(inner) for inner in value])
    text = str(value)
    is_hash = len(text) == 64 and not set(text) - set("0123456789abcdef")
    return f"{text[:LONGEST_VALUE]}…" if is_hash else text


def _listed(parts: list[str]) -> str:
    shown = "; ".join(parts[:MOST_IN_A_LIST])
    left = len(parts) - MOST_IN_A_LIST
    return shown if left <= 0 else gettext("%(shown)s y %(left)s más", shown=shown, left=left)
