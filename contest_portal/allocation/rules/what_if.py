"""Two ways to share out the same fund, side by side: what each gives, and what changes from one to the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest_portal.allocation.rules.input_checks import input_problems
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.method_of_equal_shares import Ballot, equal_shares
from contest_portal.allocation.rules.reasons import explain
from contest_portal.allocation.rules.results import EnvelopeTotal, FundSums, Line, Spill
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """What a group that passed gets (zero: it waits), from which envelope, and the rule's sentence on it."""

    application_id: int
    code: str
    category_code: str
    amount: Money
    sentence: Sentence
    envelope_code: str


@dataclass(frozen=True, slots=True)
class Outturn(FundSums):
    """What a way to share out gives: a part for each group that passed, and where the money of each envelope is."""

    parts: tuple[Part, ...]
    envelopes: tuple[EnvelopeTotal, ...]
    fund: Money

    @property
    def awards(self) -> tuple[Part, ...]:
        """Give the parts of those who get something."""
        return tuple(part for part in self.parts if part.amount)


@dataclass(frozen=True, slots=True)
class Change:
    """A group that gets something else, with the sentence of the way that is compared."""

    application_id: int
    code: str
    before: Money
    after: Money
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Differences:
    """Who enters, who leaves, and who gets another amount."""

    enter: tuple[Change, ...]
    leave: tuple[Change, ...]
    moved: tuple[Change, ...]

    @property
    def everyone(self) -> tuple[Change, ...]:
        """Give all changes, those who enter first."""
        return (*self.enter, *self.leave, *self.moved)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is told of a group besides its marks: where it stands, and its members of the day it was sent."""

    line_code: str
    centre_code: str
    women: int
    members: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The lines and centres of those who get something, and the women among their members.

    `untold` counts the groups of which no member is known: they are left out of the share.
    """

    lines: frozenset[str]
    centres: frozenset[str]
    women: int
    members: int
    untold: int

    @property
    def share(self) -> Fraction | None:
        """Give the share of women; None while no member is known."""
        return Fraction(self.women, self.members) if self.members else None


def outturn_of(
    inputs: AllocationInput,
    lines: Iterable[Line],
    spills: Iterable[Spill] = (),
    names: Mapping[str, str] | None = None,
) -> Outturn:
    """Read what the steps of an allocation give; `names` are those of the envelopes by code."""
    listed = tuple(lines)
    sentences = explain(
        listed, pass_mark=inputs.pass_mark, min_award=inputs.min_award, terms=inputs.terms, names=names
    )
    parts = (
        Part(
            line.application_id,
            line.code,
            line.category_code,
            line.amount,
            sentences[line.application_id],
            line.envelope_code,
        )
        for line in listed
        if line.place is not None
    )
    return _outturn(inputs, tuple(parts), tuple(spills))


def equal_shares_outturn(inputs: AllocationInput, ballots: Sequence[Ballot]) -> Outturn:
    """Give what the method of equal shares gives. Raises Refused when the inputs contradict themselves."""
    refuse(input_problems(inputs))
    parts = (
        Part(
            step.candidate.application_id,
            step.candidate.code,
            step.candidate.category_code,
            step.amount,
            step.sentence,
            step.candidate.category_code,
        )
        for step in equal_shares(inputs, ballots)
    )
    return _outturn(inputs, tuple(parts))


def differences(before: Outturn, after: Outturn) -> Differences:
    """Tell what changes for each group, in the order of `after`. Both are about the same groups."""
    amounts = {part.application_id: part.amount for part in before.parts}
    changes = [
        Change(part.application_id, part.code, was, part.amount, part.sentence)
        for part in after.parts
        if (was := amounts.get(part.application_id, ZERO)) != part.amount
    ]
    return Differences(
        enter=tuple(one for one in changes if not one.before),
        leave=tuple(one for one in changes if not one.after),
        moved=tuple(one for one in changes if one.before and one.after),
    )


def reach_of(outturn: Outturn, facts: Mapping[int, GroupFacts]) -> Reach:
    """Count lines, centres and members of those who get something. A group without facts counts as untold."""
    found = [facts[part.application_id] for part in outturn.awards if part.application_id in facts]
    told = [one for one in found if one.members]
    return Reach(
        lines=frozenset(one.line_code for one in found),
        centres=frozenset(one.centre_code for one in found),
        women=sum(one.women for one in told),
        members=sum(one.members for one in told),
        untold=len(outturn.awards) - len(told),
    )


def _outturn(inputs: AllocationInput, parts: tuple[Part, ...], spills: Sequence[Spill] = ()) -> Outturn:
    envelopes = sorted(inputs.envelopes, key=lambda one: one.category_code)
    return Outturn(
        parts=parts,
        envelopes=tuple(_total(one.category_code, one.amount, parts, spills) for one in envelopes),
        fund=inputs.fund,
    )


def _total(code: str, amount: Money, parts: Iterable[Part], spills: Sequence[Spill]) -> EnvelopeTotal:
    mine = [part.amount for part in parts if part.envelope_code == code]
    awarded = Money.total(mine)
    awards = sum(bool(one) for one in mine)
    received = Money.total(one.amount for one in spills if one.target == code)
    spilled = Money.total(one.amount for one in spills if one.source == code)
    balance = amount + received - awarded - spilled
    return EnvelopeTotal(code, amount, awarded, balance, awards, len(mine) - awards, received, spilled)
