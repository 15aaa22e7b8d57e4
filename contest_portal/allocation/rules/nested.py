"""Envelopes inside envelopes: round by round, from the innermost outwards, by the one rule of the contest.

In the round of an envelope the rule runs on its own money, with what came up from those inside it, and on everyone in
its scope who still waits. What is then left stays, or goes up into the envelope around it where the rules say so.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.results import (
    AllocationResult,
    EnvelopeTotal,
    Line,
    Outcome,
    Reason,
    Spill,
    summed,
)
from contest_portal.kernel.money import ZERO, Money
from contest_portal.scoring.rules.ranking import Standing


class Run(Protocol):
    """Shares out one envelope as if there were no other, and checks what came of it."""

    def __call__(self, one_round: AllocationInput, /, *, is_inside: bool) -> AllocationResult: ...


def allocate_nested(inputs: AllocationInput, run: Run) -> AllocationResult:
    """Share out a tree of envelopes; siblings go by their codes. Raises what `run` raises."""
    return _Rounds(inputs, run).result()


def round_of(
    inputs: AllocationInput, code: str, amount: Money, takers: Iterable[Candidate]
) -> AllocationInput:
    """Give the inputs of the round of one envelope: its money, and who takes part, in one order of merit.

    Groups of several categories go by total, then by the place in their category, then by category and code. Limits
    are of the whole contest and not of a round.
    """
    everyone = sorted(takers, key=_merit)
    passed = [one for one in everyone if one.standing is Standing.PASSED]
    places = {one.application_id: place for place, one in enumerate(passed, 1)}
    return replace(
        inputs,
        fund=amount,
        envelopes=(EnvelopeInput(code, amount),),
        candidates=tuple(
            replace(one, category_code=code, pot="", place=places.get(one.application_id)) for one in everyone
        ),
        terms=replace(inputs.terms, limits=()),
    )


def inside(envelopes: Collection[EnvelopeInput], code: str) -> frozenset[str]:
    """Name an envelope and all those inside it."""
    children = [one.category_code for one in envelopes if one.parent == code]
    return frozenset((code, *(name for child in children for name in inside(envelopes, child))))


def innermost_first(envelopes: Collection[EnvelopeInput]) -> Iterator[EnvelopeInput]:
    """List the envelopes by their codes, each after all those inside it."""

    def under(parent: str) -> Iterator[EnvelopeInput]:
        for one in sorted(envelopes, key=lambda one: one.category_code):
            if one.parent == parent:
                yield from under(one.category_code)
                yield one

    return under("")


def asking_at_most(candidate: Candidate, most: Money | None) -> Candidate:
    """Let a group ask for no more than a ceiling, where there is one."""
    return candidate if most is None or candidate.requested <= most else replace(candidate, requested=most)


def as_asked(line: Line, group: Candidate) -> Line:
    """Tell again what the group asked, with its own category and place: who got a ceiling got the equal part."""
    is_cut = line.reason is Reason.ASKED_WITHIN_LEVEL and line.amount < group.requested
    return replace(
        line,
        category_code=group.category_code,
        place=group.place,
        requested=group.requested,
        reason=Reason.EQUAL_LEVEL if is_cut else line.reason,
    )


def _merit(candidate: Candidate) -> tuple[Fraction, int, str, str]:
    points = Fraction(0) if candidate.total is None else candidate.total.points
    return (-points, candidate.place or 0, candidate.category_code, candidate.code)


class _Rounds:
    """The rounds of one allocation, in order, and what they gave so far."""

    def __init__(self, inputs: AllocationInput, run: Run) -> None:
        self.inputs, self.run = inputs, run
        self.envelopes = sorted(inputs.envelopes, key=lambda one: one.category_code)
        self.waiting = {one.application_id: one for one in inputs.candidates}
        self.lines: list[Line] = []
        self.spills: list[Spill] = []
        self.totals: list[EnvelopeTotal] = []

    def result(self) -> AllocationResult:
        for envelope in self.envelopes:
            if not envelope.parent:
                self.go_through(envelope)
        totals = tuple(sorted(self.totals, key=lambda one: one.category_code))
        return summed(self.inputs, self.lines, totals, self.spills)

    @property
    def next_step(self) -> int:
        return len(self.lines) + len(self.spills) + 1

    def go_through(self, envelope: EnvelopeInput) -> frozenset[str]:
        """Take the rounds of an envelope, those inside it first; give the codes of all of them."""
        code, codes = envelope.category_code, {envelope.category_code}
        for child in self.envelopes:
            if child.parent == code:
                codes |= self.go_through(child)
        received = Money.total(one.amount for one in self.spills if one.target == code)
        takers = [one for one in self.waiting.values() if one.home in codes and _takes_part(one, envelope)]
        one_round = round_of(
            self.inputs, code, envelope.amount + received, self.up_to_the_level(takers, codes)
        )
        shared = self.run(one_round, is_inside=bool(envelope.parent))
        final = [line for line in shared.lines if line.outcome is Outcome.AWARDED or not envelope.parent]
        self.lines.extend(self.finals(code, final))
        self.close(envelope, received, shared.envelopes[0], waiting=not envelope.parent)
        return frozenset(codes)

    def finals(self, code: str, lines: Iterable[Line]) -> Iterator[Line]:
        """Give the steps of a round that settle a group: it waits no more, or there is nothing around."""
        for step, line in enumerate(lines, self.next_step):
            group = self.waiting.pop(line.application_id)
            yield replace(as_asked(line, group), step=step, pot=code)

    def up_to_the_level(self, takers: Iterable[Candidate], codes: Collection[str]) -> Iterator[Candidate]:
        """Let nobody who waited get a larger equal part than those who won in an envelope inside."""
        shares = (
            line.amount
            for line in self.lines
            if line.reason is Reason.EQUAL_LEVEL and line.envelope_code in codes
        )
        most = min(shares, default=None)
        return (asking_at_most(one, most) for one in takers)

    def close(self, envelope: EnvelopeInput, received: Money, total: EnvelopeTotal, *, waiting: bool) -> None:
        """Note where the money of an envelope went, and send what is left up where the rules say so."""
        spilled = total.balance if envelope.spills and envelope.parent else ZERO
        if spilled:
            self.spills.append(Spill(self.next_step, envelope.category_code, envelope.parent, spilled))
        self.totals.append(
            replace(
                total,
                amount=envelope.amount,
                balance=total.balance - spilled,
                reserves=total.reserves if waiting else 0,
                received=received,
                spilled=spilled,
            )
        )


def _takes_part(candidate: Candidate, envelope: EnvelopeInput) -> bool:
    """Leave who did not pass to the outermost envelope, where everyone has a line at last."""
    return candidate.standing is Standing.PASSED or not envelope.parent
