"""The one ranking function: standings, places inside each category, and what decided each tie.

The total that decides is the printed one or the exact one, as the contest declares. Equal totals go along the
contest's declared chain; a record id never decides. The lot is a public draw that anyone can repeat.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from itertools import groupby
from types import MappingProxyType

from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.marks import format_points
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.totals import GroupScore, deciding

_LINK_NAMES: Mapping[TieKind, str] = MappingProxyType(
    {
        TieKind.PHASE_SCORE: "mayor puntaje en %(phase)s",
        TieKind.MORE_WOMEN: "más mujeres",
        TieKind.MORE_HOUSEHOLDS: "más hogares",
        TieKind.EARLIER_ENTRY: "presentación más temprana",
        TieKind.LOT: "sorteo público",
    }
)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Standing(StrEnum):
    """How a group came out of the scoring."""

    PASSED = "passed"
    BELOW_PASS = "below_pass"  # noqa: S105 - a mark that was not reached, no secret
    DISQUALIFIED = "disqualified"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A scored group with the facts that a tie chain may ask for."""

    score: GroupScore
    category: str
    women: int
    households: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """A group's outcome. Only a group that passed has a place, counted from 1 inside its category."""

    code: str
    category: str
    standing: Standing
    place: int | None
    score: GroupScore
    tie_note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A candidate with the values compared, the lowest first: the negated total, then each link of the chain."""

    candidate: Candidate
    standing: Standing
    key: tuple[Fraction, ...]

    @property
    def code(self) -> str:
        return self.candidate.score.code


def rank(
    candidates: Iterable[Candidate], rulebook: Rulebook, *, lot_seed: str | None = None
) -> tuple[RankedGroup, ...]:
    """Rank the groups of a contest, category by category in the order of its rules.

    Groups that the chain cannot separate share a place; `undecided_ties` names them. Without `lot_seed` (the seed
    drawn in public) a LOT link decides nothing.
    """
    by_category: dict[str, list[_Entry]] = {category.code: [] for category in rulebook.categories}
    for candidate in candidates:
        by_category[candidate.category].append(_entry(candidate, rulebook, lot_seed))
    return tuple(line for entries in by_category.values() for line in _rank_category(entries, rulebook))


def undecided_ties(ranking: Iterable[RankedGroup], rulebook: Rulebook) -> tuple[Problem, ...]:
    """Name the places that two or more groups share because the declared chain ends too early."""
    shared: dict[tuple[str, int], list[str]] = {}
    for line in ranking:
        if line.place is not None:
            shared.setdefault((line.category, line.place), []).append(line.code)
    return tuple(_undecided(codes, rulebook) for codes in shared.values() if len(codes) > 1)


def lot_number(contest_code: str, lot_seed: str, entry_code: str) -> str:
    """Give the hexadecimal number drawn for an entry; the lowest goes first."""
    return sha256(f"{contest_code}|{lot_seed}|{entry_code}".encode()).hexdigest()


def _entry(candidate: Candidate, rulebook: Rulebook, lot_seed: str | None) -> _Entry:
    score, rules = candidate.score, rulebook.scoring
    if score.exact_total is None:
        return _Entry(candidate, Standing.DISQUALIFIED, (Fraction(0),))
    total = deciding(score.exact_total, rules)
    standing = Standing.PASSED if total >= rules.pass_mark.points else Standing.BELOW_PASS
    chain = (_link_value(link, candidate, rulebook, lot_seed) for link in rules.tie_breaks)
    return _Entry(candidate, standing, (-total, *chain))


def _link_value(link: TieBreak, candidate: Candidate, rulebook: Rulebook, lot_seed: str | None) -> Fraction:
    """Give what a link compares, as a number of which the lowest goes first."""
    if link.kind is TieKind.PHASE_SCORE and link.phase is not None:
        return -deciding(candidate.score.phase_mean(link.phase), rulebook.scoring)
    if link.kind is TieKind.MORE_WOMEN:
        return Fraction(-candidate.women)
    if link.kind is TieKind.MORE_HOUSEHOLDS:
        return Fraction(-candidate.households)
    if link.kind is TieKind.EARLIER_ENTRY:
        return Fraction((candidate.submitted_at - _EPOCH) // timedelta(microseconds=1))
    if link.kind is TieKind.LOT and lot_seed is not None:
        return Fraction(int(lot_number(rulebook.code, lot_seed, candidate.score.code), 16))
    return Fraction(0)


def _rank_category(entries: Iterable[_Entry], rulebook: Rulebook) -> Iterator[RankedGroup]:
    order = {standing: number for number, standing in enumerate(Standing)}
    ordered = sorted(entries, key=lambda entry: (order[entry.standing], entry.key, entry.code))
    notes = _tie_notes([entry for entry in ordered if entry.standing is Standing.PASSED], rulebook)
    place, previous = 0, None
    for number, entry in enumerate(ordered, start=1):
        place = place if entry.key == previous else number
        previous = entry.key
        yield RankedGroup(
            code=entry.code,
            category=entry.candidate.category,
            standing=entry.standing,
            place=place if entry.standing is Standing.PASSED else None,
            score=entry.candidate.score,
            tie_note=notes.get(entry.code, ""),
            reason=_reason(entry, rulebook),
        )


def _tie_notes(passed: list[_Entry], rulebook: Rulebook) -> dict[str, str]:
    notes: dict[str, str] = {}
    for _, run in groupby(passed, key=lambda entry: entry.key[0]):
        tied = list(run)
        for position, entry in enumerate(tied if len(tied) > 1 else ()):
            beside = tied[max(position - 1, 0) : position] + tied[position + 1 : position + 2]
            notes[entry.code] = _tie_note(entry, beside, tied, rulebook)
    return notes


def _tie_note(entry: _Entry, beside: list[_Entry], tied: list[_Entry], rulebook: Rulebook) -> str:
    """Say with whom a group ties and which links put it between the groups beside it."""
    links = sorted({_first_difference(entry, other) for other in beside})
    deciders = "; ".join(_link_name(link, rulebook) for link in links)
    others = ", ".join(other.code for other in tied if other is not entry)
    return f"Empate con {others} en {entry.candidate.score.total} puntos. Decide: {deciders}."


def _first_difference(one: _Entry, other: _Entry) -> int:
    pairs = zip(one.key[1:], other.key[1:], strict=True)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), len(one.key) - 1)


def _link_name(number: int, rulebook: Rulebook) -> str:
    chain = rulebook.scoring.tie_breaks
    if number == len(chain):
        return "ningún criterio de las reglas"
    link = chain[number]
    phase = rulebook.phase(link.phase).name if link.phase is not None else ""
    return _LINK_NAMES[link.kind] % {"phase": phase}


def _reason(entry: _Entry, rulebook: Rulebook) -> str:
    score = entry.candidate.score
    if score.absence is not None:
        phase = rulebook.phase(score.absence.phase)
        share = format_points((phase.attendance_minimum or Fraction(0)) * 100)
        return (
            f"Descalificado en {phase.name}: {score.absence.present} de {score.absence.households} hogares "
            f"presentes, menos del {share} % exigido."
        )
    if entry.standing is Standing.BELOW_PASS:
        return f"{score.total} puntos, por debajo del mínimo de {rulebook.scoring.pass_mark}."
    return ""


def _undecided(codes: list[str], rulebook: Rulebook) -> Problem:
    params = {"groups": ", ".join(codes)}
    if any(link.kind is TieKind.LOT for link in rulebook.scoring.tie_breaks):
        return Problem(
            "ranking.lot_seed_missing",
            field="lot_seed",
            message=N_("%(groups)s siguen empatados. Haga el sorteo en público y escriba aquí su semilla."),
            params=params,
        )
    return Problem(
        "ranking.tie_undecided",
        field="lot_seed",
        message=N_(
            "%(groups)s siguen empatados y las reglas no dicen cómo decidir. Añada el sorteo como último criterio "
            "de desempate de las reglas para poder cerrar."
        ),
        params=params,
    )
