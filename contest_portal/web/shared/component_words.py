"""What most households of a group have, in plain sentences."""

from collections.abc import Iterable

from flask_babel import gettext

from contest_portal.registry.queries.components import GroupHolding


def holding_sentences(holdings: Iterable[GroupHolding]) -> tuple[str, ...]:
    """Write a sentence per kind; its phrase is the catalogue's own words, in the language they were typed in."""
    return tuple(_sentence(holding) for holding in holdings)


def _sentence(holding: GroupHolding) -> str:
    params = {"all": holding.households, "phrase": holding.phrase, "year": holding.since_year}
    if holding.holders == holding.households:
        return str(gettext("Los %(all)s hogares de este grupo %(phrase)s desde %(year)s.", **params))
    return str(
        gettext(
            "De los %(all)s hogares de este grupo, %(holders)s %(phrase)s desde %(year)s.",
            holders=holding.holders,
            **params,
        )
    )
