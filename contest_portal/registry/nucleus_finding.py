"""Finding nuclei by what was typed: code or name, without accents, with a letter wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.kernel.identifiers import sort_key
from contest_portal.registry.models.nuclei import CentralNucleus, ExecutingNucleus, NucleusCentre
from contest_portal.registry.rules.name_likeness import likeness, near_words, search_words
from contest_portal.registry.rules.nuclei import Years, format_years
from contest_portal.registry.searching import within_territories

NEAR = 40


@dataclass(frozen=True, slots=True)
class NucleusFinding:
    """A central nucleus, or an executing one of it (`nucleus_code` and `nucleus_name`)."""

    central_id: int
    central_code: str
    central_name: str
    years: str
    nucleus_code: str | None = None
    nucleus_name: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    finding: NucleusFinding
    codes: tuple[str, ...]
    key: str


def touches(within: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """Ask that a central nucleus has a centre in one of these territories, or no centre at all yet."""
    if not within:
        return []
    return [or_(_has_centre(within), ~_has_centre(()))]


def nuclei_named(
    session: Session, typed: str, words: Sequence[str], *, within: tuple[str, ...], limit: int
) -> tuple[NucleusFinding, ...]:
    """Find central and executing nuclei by the beginning of a code, else by the words of a name, the likest first."""
    every = _every(session, within)
    beginning = sort_key(typed).replace(" ", "-")
    coded = [one.finding for one in every if any(code.startswith(beginning) for code in one.codes)]
    return tuple((coded or _alike(every, words))[:limit])


def _alike(every: Sequence[_Named], words: Sequence[str]) -> list[NucleusFinding]:
    if not words:
        return []
    known = sorted({word for one in every for word in search_words(one.key)})
    near = {word: near_words(word, known, most=NEAR) for word in words}
    found = ((likeness(words, near, one.key), one) for one in every)
    ranked = [(answer.difference, place, one) for place, (answer, one) in enumerate(found) if answer]
    return [one.finding for _difference, _place, one in sorted(ranked, key=lambda row: row[:2])]


def _every(session: Session, within: tuple[str, ...]) -> list[_Named]:
    """Give all nuclei of the territories: a country has some thousands. A central one comes before its own."""
    rows = session.execute(
        select(CentralNucleus, ExecutingNucleus.code, ExecutingNucleus.name)
        .outerjoin(ExecutingNucleus, ExecutingNucleus.central_nucleus_id == CentralNucleus.id)
        .where(*touches(within))
        .order_by(
            CentralNucleus.first_year.desc(),
            CentralNucleus.sort_key,
            CentralNucleus.id,
            ExecutingNucleus.code,
        )
    )
    named: list[_Named] = []
    for central, code, name in rows:
        years = format_years(Years(central.first_year, central.last_year))
        above = NucleusFinding(central.id, central.code, central.name, years)
        if not named or named[-1].finding.central_id != central.id:
            named.append(_Named(above, (sort_key(central.code),), central.sort_key))
        if name is not None:
            own = NucleusFinding(central.id, central.code, central.name, years, code, name)
            codes = sort_key(code), sort_key(f"{central.code}-{code}")
            named.append(_Named(own, codes, sort_key(name)))
    return named


def _has_centre(within: tuple[str, ...]) -> ColumnElement[bool]:
    column: InstrumentedAttribute[str] = NucleusCentre.centre_code
    return (
        exists()
        .where(
            ExecutingNucleus.central_nucleus_id == CentralNucleus.id,
            NucleusCentre.nucleus_id == ExecutingNucleus.id,
            *within_territories(column, within),
        )
        .correlate(CentralNucleus)
    )
