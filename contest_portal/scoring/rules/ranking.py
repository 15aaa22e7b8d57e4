"""The one ranking function: standings, places inside each category, and what decided each tie.

The total that decides is the printed one or the exact one, as the contest declares. Equal totals go along the
contest's declared chain, and past its end to a public lot that anyone can repeat; a record id never decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise, repeat
from operator import attrgetter
from typing import NamedTuple

from contest_portal.contests.rules.rulebook import DecidesOn, Rulebook, ScoringRules, TieBreak, TieKind
from contest_portal.contests.rules.scoring_checks import chain_to_its_end
from contest_portal.jury.rules.lot import lot_number
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.rules.ranking_notes import below_pass, standing_reason, tie_note
from contest_portal.scoring.rules.totals import GroupScore, deciding, printed_points, rounded

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_BEFORE_CHAIN = 2
"""What stands in a key before the chain: the standing and the total."""


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
    """A group's outcome. Only a group that passed has a place, counted from 1 inside its category.

    `total` is the total as it is printed: with the decimals that tell it from the pass mark and from other totals.
    """

    code: str
    category: str
    standing: Standing
    place: int | None
    score: GroupScore
    total: Score | None
    tie_note: tuple[Sentence, ...] = ()
    reason: Sentence | None = None


@dataclass(frozen=True, slots=True)
class _Total:
    """What follows from an exact total: the standing and its reason, what is compared, and how it is printed."""

    standing: Standing
    compared: int | Fraction
    printed: Score
    reason: Sentence | None


class _Entry(NamedTuple):
    """A candidate with the values compared, the lowest first: standing, the negated total, each link of the chain.

    Rounded points are compared in their units: whole numbers sort many times faster than fractions.
    """

    code: str
    candidate: Candidate
    standing: Standing
    key: tuple[int | Fraction, ...]
    total: Score | None
    reason: Sentence | None


_ORDER = {standing: number for number, standing in enumerate(Standing)}
_COMPARED = attrgetter("key", "code")


def rank(
    candidates: Iterable[Candidate], rulebook: Rulebook, *, lot_seed: str | None = None
) -> tuple[RankedGroup, ...]:
    """Rank the groups of a contest, category by category in the order of its rules.

    Groups that the declared chain cannot separate share a place until a lot is drawn; `undecided_ties` names them.
    Without `lot_seed` (the numbers drawn in public) the lot decides nothing.
    """
    entered = tuple(candidates)
    totals = _totals((one.score.exact_total for one in entered), rulebook)
    links = chain_to_its_end(rulebook.scoring.tie_breaks)
    chains = zip(*[_link_values(link, entered, rulebook, lot_seed) for link in links], strict=True)
    by_category: dict[str, list[_Entry]] = {category.code: [] for category in rulebook.categories}
    for candidate, chain in zip(entered, chains, strict=True):
        exact = candidate.score.exact_total
        entry = _left_out(candidate, rulebook) if exact is None else _entry(candidate, totals[exact], chain)
        by_category[candidate.category].append(entry)
    return tuple(line for entries in by_category.values() for line in _rank_category(entries, rulebook))


def undecided_ties(ranking: Iterable[RankedGroup]) -> tuple[Problem, ...]:
    """Name the places that two or more groups share: only a lot can part them, and none was drawn."""
    shared: dict[tuple[str, int], list[str]] = {}
    for line in ranking:
        if line.place is not None:
            shared.setdefault((line.category, line.place), []).append(line.code)
    return tuple(_undecided(codes) for codes in shared.values() if len(codes) > 1)


def _totals(exact: Iterable[Fraction | None], rulebook: Rulebook) -> Mapping[Fraction, _Total]:
    """Give what follows from each exact total, once for all groups that have it."""
    rules = rulebook.scoring
    printed = printed_points({points for points in exact if points is not None}, rules)
    return {points: _total(points, score, rulebook) for points, score in printed.items()}


def _total(points: Fraction, printed: Score, rulebook: Rulebook) -> _Total:
    compared = _compared(points, rulebook.scoring)
    if deciding(points, rulebook.scoring) >= rulebook.scoring.pass_mark.points:
        return _Total(Standing.PASSED, compared, printed, None)
    return _Total(Standing.BELOW_PASS, compared, printed, below_pass(str(printed), rulebook))


def _entry(candidate: Candidate, total: _Total, chain: tuple[int | Fraction, ...]) -> _Entry:
    key = (_ORDER[total.standing], -total.compared, *chain)
    return _Entry(candidate.score.code, candidate, total.standing, key, total.printed, total.reason)


def _left_out(candidate: Candidate, rulebook: Rulebook) -> _Entry:
    score = candidate.score
    standing = Standing.DISQUALIFIED
    reason = standing_reason(score, "", rulebook)
    return _Entry(score.code, candidate, standing, (_ORDER[standing],), None, reason)


def _compared(points: Fraction, rules: ScoringRules) -> int | Fraction:
    """Give what decides between groups, as `deciding` does: the exact points, or the units of the rounded ones."""
    return points if rules.decides_on is DecidesOn.EXACT else rounded(points, rules).units


def _link_values(
    link: TieBreak, candidates: tuple[Candidate, ...], rulebook: Rulebook, lot_seed: str | None
) -> Iterable[int | Fraction]:
    """Give what a link compares of each candidate, as numbers of which the lowest goes first."""
    if link.kind is TieKind.PHASE_SCORE and link.phase is not None:
        means = (one.score.phase_mean(link.phase) for one in candidates)
        return [-_compared(mean, rulebook.scoring) for mean in means]
    if link.kind is TieKind.MORE_WOMEN:
        return [-one.women for one in candidates]
    if link.kind is TieKind.MORE_HOUSEHOLDS:
        return [-one.households for one in candidates]
    if link.kind is TieKind.EARLIER_ENTRY:
        return [(one.submitted_at - _EPOCH) // _MICROSECOND for one in candidates]
    if link.kind is TieKind.LOT and lot_seed is not None:
        return [int(lot_number(rulebook.code, lot_seed, one.score.code), 16) for one in candidates]
    return repeat(0, len(candidates))


def _rank_category(entries: Iterable[_Entry], rulebook: Rulebook) -> Iterator[RankedGroup]:
    ordered = sorted(entries, key=_COMPARED)
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
            total=entry.total,
            tie_note=notes.get(entry.code, ()),
            reason=entry.reason,
        )


def _tie_notes(passed: list[_Entry], rulebook: Rulebook) -> dict[str, tuple[Sentence, ...]]:
    notes: dict[str, tuple[Sentence, ...]] = {}
    for _, run in groupby(passed, key=lambda entry: entry.key[1]):
        tied = list(run)
        if len(tied) > 1:
            notes.update(_notes_of(tied, rulebook))
    return notes


def _notes_of(tied: list[_Entry], rulebook: Rulebook) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Say of each of the groups with one total, in their order, which links put it between those beside it."""
    chain = chain_to_its_end(rulebook.scoring.tie_breaks)
    codes, total = [entry.code for entry in tied], str(tied[0].total)
    parted = [_first_difference(one, other) for one, other in pairwise(tied)]
    for place, code in enumerate(codes):
        links = sorted({*parted[max(place - 1, 0) : place + 1]})
        yield (
            code,
            tie_note(
                others=(*codes[:place], *codes[place + 1 :]),
                total=total,
                links=tuple([chain[link] for link in links if link < len(chain)]),
                rulebook=rulebook,
            ),
        )


def _first_difference(one: _Entry, other: _Entry) -> int:
    """Find the link that parts two groups; past the end of the chain while the lot is not drawn."""
    pairs = zip(one.key[_BEFORE_CHAIN:], other.key[_BEFORE_CHAIN:], strict=True)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), len(one.key) - _BEFORE_CHAIN)


def _undecided(codes: list[str]) -> Problem:
    return Problem(
        "ranking.lot_missing",
        field="closing",
        message=N_("%(groups)s siguen empatados. Haga el sorteo en público y regístrelo antes de cerrar."),
        params={"groups": ", ".join(codes)},
    )
