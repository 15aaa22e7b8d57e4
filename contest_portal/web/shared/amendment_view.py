"""What an amendment changes, in words: to staff before they publish it, to everybody afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext

from contest_portal.contests.amendment_queries import RulebookVersion
from contest_portal.contests.rules.amendments import Change, Item, Value
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.filters import day, instant, money

ITEM_LABELS: Mapping[Item, str] = {
    Item.OPENS_AT: N_("Apertura de la recepción"),
    Item.CLOSES_AT: N_("Cierre de la recepción"),
    Item.FIELD_FROM: N_("Evaluación de campo, desde"),
    Item.FIELD_TO: N_("Evaluación de campo, hasta"),
    Item.PUBLIC_ON: N_("Presentación pública"),
    Item.RESULTS_ON: N_("Publicación de resultados"),
    Item.VENUE: N_("Lugar de la presentación pública"),
    Item.PURPOSE: N_("Para qué es el concurso"),
    Item.CLARIFICATION: N_("Aclaración"),
    Item.MAX_AWARD: N_("Premio máximo"),
    Item.ENVELOPES: N_("Sobre"),
    Item.GRACE_MINUTES: N_("Minutos de tolerancia después del cierre"),
    Item.LATE_CODES: N_("Códigos para enviar fuera de plazo"),
}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One thing that changes: its name, what the rules said and what they say; nothing before, when it is new."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of the rules for a list: its name, its day, why, what changed and where it is."""

    version: int
    title: str
    frozen_at: datetime
    reason: str
    sha256: str
    changes: tuple[ChangeView, ...]
    in_force: bool
    page_url: str
    paper_url: str
    rules_url: str


def amendment_title(number: int) -> str:
    """Name an amendment; 0 is the call as published."""
    return gettext("Enmienda N.° %(number)s", number=number) if number else gettext("Bases publicadas")


def change_views(found: Iterable[Change]) -> tuple[ChangeView, ...]:
    """Put changes into the words of the page's language."""
    return tuple(
        ChangeView(_label(change), _written(change.before), _written(change.after)) for change in found
    )


def version_views(code: str, versions: Iterable[RulebookVersion]) -> tuple[VersionView, ...]:
    """Show the versions of a contest's rules, the one in force first as given."""
    return tuple(
        VersionView(
            version=one.version,
            title=amendment_title(one.number),
            frozen_at=one.frozen_at,
            reason=one.reason,
            sha256=one.sha256,
            changes=change_views(one.changes),
            in_force=place == 0,
            page_url=url_for("public.call_version", code=code, version=one.version),
            paper_url=url_for("public.version_bases", code=code, version=one.version),
            rules_url=url_for("public.version_rules", code=code, version=one.version),
        )
        for place, one in enumerate(versions)
    )


def _label(change: Change) -> str:
    label = gettext(ITEM_LABELS[change.item])
    return f"{label}: {change.subject}" if change.subject else label


def _written(value: Value) -> str:
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, bool):
        return gettext("Sí") if value else gettext("No")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return instant(value)
    return value if isinstance(value, str) else day(value)
