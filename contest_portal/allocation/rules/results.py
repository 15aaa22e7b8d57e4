"""What an allocation gives: one line per group with its outcome and reason, and where every céntimo went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.records import added_later, to_data
from contest_portal.scoring.rules.ranking import Standing


class Outcome(StrEnum):
    """What became of a group."""

    AWARDED = "awarded"
    RESERVE = "reserve"
    BELOW_PASS = "below_pass"  # noqa: S105 - a pass mark, no password
    DISQUALIFIED = "disqualified"


class Reason(StrEnum):
    """Why: each has its sentence in `reasons`."""

    FULL_AWARD = "full_award"
    REST_OF_ENVELOPE = "rest_of_envelope"
    DOES_NOT_FIT = "does_not_fit"
    AFTER_THE_CUT = "after_the_cut"
    PASSED_OVER = "passed_over"
    REST_BELOW_MINIMUM = "rest_below_minimum"
    WITHIN_SHARE = "within_share"
    SHARE_BELOW_MINIMUM = "share_below_minimum"
    EQUAL_LEVEL = "equal_level"
    ASKED_WITHIN_LEVEL = "asked_within_level"
    LEVEL_BELOW_MINIMUM = "level_below_minimum"
    ENOUGH_WINNERS = "enough_winners"
    IN_THE_BEST_SET = "in_the_best_set"
    NOT_IN_THE_BEST_SET = "not_in_the_best_set"
    BELOW_PASS_MARK = "below_pass_mark"  # noqa: S105 - a pass mark, no password
    DISQUALIFIED = "disqualified"


CLOSING = frozenset({Reason.REST_OF_ENVELOPE, Reason.DOES_NOT_FIT, Reason.REST_BELOW_MINIMUM})
"""Where an envelope closes: who comes after is reserve."""


LEFT_OUT: Mapping[Reason, Outcome] = MappingProxyType(
    {Reason.BELOW_PASS_MARK: Outcome.BELOW_PASS, Reason.DISQUALIFIED: Outcome.DISQUALIFIED}
)
"""What becomes of those who did not pass."""


class Decision(NamedTuple):
    """What a rule decides about one group that passed. An amount of zero sends it to the reserve list.

    A named tuple, because rules make one for each of twenty thousand groups.
    """

    candidate: Candidate
    amount: Money
    reason: Reason


@dataclass(slots=True, unsafe_hash=True)
class Line:
    """One step of the allocation. `balance` is what the envelope still holds after it.

    `pot` is the envelope in whose round it was decided, where that is not the one of the category. Nothing changes a
    line; it is not frozen because there is one for each group, and a frozen one takes several times as long to make.
    """

    step: int
    application_id: int
    code: str
    category_code: str
    place: int | None
    total: Score | None
    outcome: Outcome
    requested: Money
    amount: Money
    balance: Money
    reserve_order: int | None
    reason: Reason
    pot: str = added_later("")

    @property
    def envelope_code(self) -> str:
        """Give the code of the envelope of this step."""
        return self.pot or self.category_code

    @property
    def balance_before(self) -> Money:
        """Give what the envelope held before this step."""
        return self.balance + self.amount


class EnvelopeSums(Protocol):
    """Anything that tells what an envelope gave and what it still holds."""

    @property
    def awarded(self) -> Money: ...

    @property
    def balance(self) -> Money: ...


@dataclass(frozen=True, slots=True)
class Spill:
    """A step that takes what is left of an envelope after its round up into the one around it."""

    step: int
    source: str
    target: str
    amount: Money


@dataclass(frozen=True, slots=True)
class EnvelopeTotal:
    """Where the money of one envelope went: amount + received = awarded + spilled + balance.

    `received` came up from the envelopes inside it, `spilled` went up into the one around it.
    """

    category_code: str
    amount: Money
    awarded: Money
    balance: Money
    awards: int
    reserves: int
    received: Money = added_later(ZERO)
    spilled: Money = added_later(ZERO)


class FundSums:
    """The sums of what has a fund and envelopes: fund = awarded + balance + unassigned (money of no envelope)."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def fund(self) -> Money: ...

        @property
        def envelopes(self) -> Sequence[EnvelopeSums]: ...

    @property
    def awarded(self) -> Money:
        """Give the sum of the awards."""
        return Money.total(envelope.awarded for envelope in self.envelopes)

    @property
    def balance(self) -> Money:
        """Give what is left in the envelopes."""
        return Money.total(envelope.balance for envelope in self.envelopes)

    @property
    def unassigned(self) -> Money:
        """Give the money of the fund that no envelope holds."""
        return self.fund - self.awarded - self.balance


@dataclass(frozen=True, slots=True)
class AllocationResult:
    """The steps in order and the sums. fund = awarded + balance + unassigned (money of no envelope).

    `spills` are steps too, numbered with the lines.
    """

    rule: str
    lines: tuple[Line, ...]
    envelopes: tuple[EnvelopeTotal, ...]
    fund: Money
    awarded: Money
    balance: Money
    unassigned: Money
    spills: tuple[Spill, ...] = added_later(())

    @property
    def sha256(self) -> str:
        """Give the hash of the canonical writing: what the approval is tied to."""
        return canonical_hash(to_data(self))


def build_result(inputs: AllocationInput, decisions: Iterable[Decision]) -> AllocationResult:
    """Number the steps of each envelope in order: decided ones as given, then those who did not pass."""
    decided = tuple(decisions)
    lines: list[Line] = []
    totals: list[EnvelopeTotal] = []
    for envelope in sorted(inputs.envelopes, key=lambda one: one.category_code):
        mine = [one for one in decided if one.candidate.category_code == envelope.category_code]
        steps = _envelope_lines(inputs, envelope, mine, first_step=len(lines) + 1)
        lines.extend(steps)
        totals.append(_envelope_total(envelope, steps))
    return summed(inputs, lines, tuple(totals))


def summed(
    inputs: AllocationInput,
    lines: Iterable[Line],
    totals: tuple[EnvelopeTotal, ...],
    spills: Iterable[Spill] = (),
) -> AllocationResult:
    """Put steps and envelopes together with the sums of the contest."""
    awarded = Money.total(total.awarded for total in totals)
    balance = Money.total(total.balance for total in totals)
    return AllocationResult(
        rule=inputs.rule,
        lines=tuple(lines),
        envelopes=totals,
        fund=inputs.fund,
        awarded=awarded,
        balance=balance,
        unassigned=inputs.fund - awarded - balance,
        spills=tuple(spills),
    )


def _envelope_lines(
    inputs: AllocationInput, envelope: EnvelopeInput, decisions: list[Decision], *, first_step: int
) -> list[Line]:
    lines: list[Line] = []
    balance, reserves = envelope.amount, 0
    awarded, in_reserve = Outcome.AWARDED, Outcome.RESERVE
    steps = (*decisions, *_not_passing(inputs, envelope.category_code))
    for step, (candidate, amount, reason) in enumerate(steps, first_step):
        outcome, order = awarded, None
        if amount.cents:
            balance -= amount
        elif (outcome := LEFT_OUT.get(reason, in_reserve)) is in_reserve:
            reserves += 1
            order = reserves
        lines.append(
            Line(  # by position, in the order of the fields: by name it takes a fifth longer
                step,
                candidate.application_id,
                candidate.code,
                candidate.category_code,
                candidate.place,
                candidate.total,
                outcome,
                candidate.requested,
                amount,
                balance,
                order,
                reason,
            )
        )
    return lines


def _not_passing(inputs: AllocationInput, category_code: str) -> list[Decision]:
    """List those who did not pass: by total, the best on top, then those disqualified, by code."""
    found = [
        candidate
        for candidate in inputs.candidates
        if candidate.category_code == category_code and candidate.standing is not Standing.PASSED
    ]
    found.sort(
        key=lambda one: (
            one.standing is Standing.DISQUALIFIED,
            -one.total.points if one.total is not None else 0,
            one.code,
        )
    )
    return [
        Decision(
            one,
            ZERO,
            Reason.BELOW_PASS_MARK if one.standing is Standing.BELOW_PASS else Reason.DISQUALIFIED,
        )
        for one in found
    ]


def _envelope_total(envelope: EnvelopeInput, lines: list[Line]) -> EnvelopeTotal:
    outcomes = [line.outcome for line in lines]
    awarded = Money.total([line.amount for line in lines])
    return EnvelopeTotal(
        category_code=envelope.category_code,
        amount=envelope.amount,
        awarded=awarded,
        balance=envelope.amount - awarded,
        awards=outcomes.count(Outcome.AWARDED),
        reserves=outcomes.count(Outcome.RESERVE),
    )
