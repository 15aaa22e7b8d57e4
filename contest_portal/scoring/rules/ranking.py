"""The one ranking function: standings, places inside each category, and what decided each tie.

The total that decides is the printed one or the exact one, as the contest declares. Equal totals go along the
contest's declared chain, and past its end to a public lot that anyone can repeat; a record id never decides.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from contest_portal.contests.rules.rulebook import DecidesOn, Rulebook, ScoringRules, TieBreak, TieKind
from contest_portal.contests.rules.scoring_checks import chain_to_its_end
from contest_portal.jury.rules.lot import lot_number
from contest_portal.kernel.marks import Score
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.rules.ranking_notes import standing_reason, tie_note
from contest_portal.scoring.rules.totals import GroupScore, deciding, printed_points, rounded

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
    """What follows from an exact total: the standing, what is compared, and how it is printed."""

    standing: Standing
    compared: int | Fraction
    printed: Score


@dataclass(frozen=True, slots=True)
class _Entry:
    """A candidate with the values compared, the lowest first: the negated total, then each link of the chain.

    Rounded points are compared in their units: whole numbers sort many times faster than fractions.
    """

    candidate: Candidate
    standing: Standing
    key: tuple[int | Fraction, ...]
    total: Score | None = None

    @property
    def code(self) -> str:
        return self.candidate.score.code


def rank(
    candidates: Iterable[Candidate], rulebook: Rulebook, *, lot_seed: str | None = None
) -> tuple[RankedGroup, ...]:
    """Rank the groups of a contest, category by category in the order of its rules.

    Groups that the declared chain cannot separate share a place until a lot is drawn; `undecided_ties` names them.
    Without `lot_seed` (the numbers drawn in public) the lot decides nothing.
    """
    entered = tuple(candidates)
    totals = _totals((one.score.exact_total for one in entered), rulebook.scoring)
    by_category: dict[str, list[_Entry]] = {category.code: [] for category in rulebook.categories}
    for candidate in entered:
        by_category[candidate.category].append(_entry(candidate, rulebook, lot_seed, totals))
    return tuple(line for entries in by_category.values() for line in _rank_category(entries, rulebook))


def undecided_ties(ranking: Iterable[RankedGroup]) -> tuple[Problem, ...]:
    """Name the places that two or more groups share: only a lot can part them, and none was drawn."""
    shared: dict[tuple[str, int], list[str]] = {}
    for line in ranking:
        if line.place is not None:
            shared.setdefault((line.category, line.place), []).append(line.code)
    return tuple(_undecided(codes) for codes in shared.values() if len(codes) > 1)


def _totals(exact: Iterable[Fraction | None], rules: ScoringRules) -> Mapping[Fraction, _Total]:
    """Give what follows from each exact total, once for all groups that have it."""
    printed = printed_points({points for points in exact if points is not None}, rules)
    return {
        points: _Total(
            Standing.PASSED if deciding(points, rules) >= rules.pass_mark.points else Standing.BELOW_PASS,
            _compared(points, rules),
            score,
        )
        for points, score in printed.items()
    }


def _entry(
    candidate: Candidate, rulebook: Rulebook, lot_seed: str | None, totals: Mapping[Fraction, _Total]
) -> _Entry:
    exact = candidate.score.exact_total
    if exact is None:
        return _Entry(candidate, Standing.DISQUALIFIED, (0,))
    total, links = totals[exact], chain_to_its_end(rulebook.scoring.tie_breaks)
    chain = [_link_value(link, candidate, rulebook, lot_seed) for link in links]
    return _Entry(candidate, total.standing, (-total.compared, *chain), total.printed)


def _compared(points: Fraction, rules: ScoringRules) -> int | Fraction:
    """Give what decides between groups, as `deciding` does: the exact points, or the units of the rounded ones."""
    return points if rules.decides_on is DecidesOn.EXACT else rounded(points, rules).units


def _link_value(
    link: TieBreak, candidate: Candidate, rulebook: Rulebook, lot_seed: str | None
) -> int | Fraction:
    """Give what a link compares, as a number of which the lowest goes first."""
    if link.kind is TieKind.PHASE_SCORE and link.phase is not None:
        return -_compared(candidate.score.phase_mean(link.phase), rulebook.scoring)
    if link.kind is TieKind.MORE_WOMEN:
        return -candidate.women
    if link.kind is TieKind.MORE_HOUSEHOLDS:
        return -candidate.households
    if link.kind is TieKind.EARLIER_ENTRY:
        return (candidate.submitted_at - _EPOCH) // timedelta(microseconds=1)
    if link.kind is TieKind.LOT and lot_seed is not None:
        return int(lot_number(rulebook.code, lot_seed, candidate.score.code), 16)
    return 0


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
            total=entry.total,
            tie_note=notes.get(entry.code, ()),
            reason=_reason(entry, rulebook),
        )


def _tie_notes(passed: list[_Entry], rulebook: Rulebook) -> dict[str, tuple[Sentence, ...]]:
    notes: dict[str, tuple[Sentence, ...]] = {}
    for _, run in groupby(passed, key=lambda entry: entry.key[0]):
        tied = list(run)
        for position, entry in enumerate(tied if len(tied) > 1 else ()):
            beside = tied[max(position - 1, 0) : position] + tied[position + 1 : position + 2]
            notes[entry.code] = _tie_note(entry, beside, tied, rulebook)
    return notes


def _tie_note(
    entry: _Entry, beside: list[_Entry], tied: list[_Entry], rulebook: Rulebook
) -> tuple[Sentence, ...]:
    chain = chain_to_its_end(rulebook.scoring.tie_breaks)
    links = sorted({_first_difference(entry, other) for other in beside})
    return tie_note(
        others=tuple(other.code for other in tied if other is not entry),
        total=str(entry.total),
        links=tuple(chain[link] for link in links if link < len(chain)),
        rulebook=rulebook,
    )


def _first_difference(one: _Entry, other: _Entry) -> int:
    """Find the link that parts two groups; past the end of the chain while the lot is not drawn."""
    pairs = zip(one.key[1:], other.key[1:], strict=True)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), len(one.key) - 1)


def _reason(entry: _Entry, rulebook: Rulebook) -> Sentence | None:
    if entry.standing is Standing.PASSED:
        return None
    return standing_reason(entry.candidate.score, str(entry.total), rulebook)


def _undecided(codes: list[str]) -> Problem:
    return Problem(
        "ranking.lot_missing",
        field="closing",
        message=N_("%(groups)s siguen empatados. Haga el sorteo en público y regístrelo antes de cerrar."),
        params={"groups": ", ".join(codes)},
    )
