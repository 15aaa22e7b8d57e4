"""The method of equal shares, to compare with: it decides nothing and is no rule that a contest may choose.

Every juror holds an equal part of each envelope, and a group is worth to a juror what the juror gave it in points. Step
by step the group is chosen whose jurors pay the least per point for it; each pays that price for the points given, or
what is left of the part. What is left when no group can be paid so is completed by order of merit, passing over who
does not fit. Source: Peters, Pierczyński and Skowron, Proportional Participatory Budgeting with Additive Utilities.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput, merit, passing
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence

NAME = N_("Método de partes iguales entre jurados (solo para comparar)")


class Why(StrEnum):
    """Why a group is paid or waits."""

    SHARED = "shared"
    COMPLETED = "completed"
    WAITING = "waiting"


SENTENCES: Mapping[Why, str] = MappingProxyType(
    {
        Why.SHARED: N_(
            "Paso %(step)s: lo pagan los jurados con sus partes (%(jurors)s), a %(rate)s por punto; quedan %(left)s."
        ),
        Why.COMPLETED: N_(
            "Paso %(step)s: las partes de los jurados ya no alcanzaban; entra por orden de mérito y quedan %(left)s."
        ),
        Why.WAITING: N_(
            "No entra: al completar por orden de mérito quedaban %(left)s y solicitó %(requested)s."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Ballot:
    """The points that a juror gave, by application. A juror counts in the envelopes of the groups marked."""

    juror: int
    points: Mapping[int, Fraction]


@dataclass(frozen=True, slots=True)
class Payment:
    """What a juror pays of a group, exactly."""

    juror: int
    cents: Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """A group in its turn: paid whole, or not at all. `rate` is the price of a point in céntimos where jurors pay."""

    number: int
    candidate: Candidate
    why: Why
    amount: Money
    left: Money
    rate: Fraction | None = None
    payments: tuple[Payment, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """Say in one sentence why."""
        rate = self.rate or Fraction(0)
        return Sentence(
            SENTENCES[self.why],
            {
                "step": str(self.number),
                "jurors": str(len(self.payments)),
                "rate": Money(rate.numerator // rate.denominator).format(),
                "left": self.left.format(),
                "requested": self.candidate.requested.format(),
            },
        )


def equal_shares(inputs: AllocationInput, ballots: Sequence[Ballot]) -> tuple[Step, ...]:
    """Give the steps, envelope by envelope: those that jurors pay, the completion, and who waits, by place."""
    steps: list[Step] = []
    for envelope in sorted(inputs.envelopes, key=lambda one: one.category_code):
        groups = passing(inputs, envelope.category_code)
        paid = tuple(_paid(envelope, groups, ballots, first=len(steps) + 1))
        steps.extend(paid)
        chosen = {step.candidate.application_id for step in paid}
        left = envelope.amount - Money.total(step.amount for step in paid)
        steps.extend(
            _completed([one for one in groups if one.application_id not in chosen], left, len(steps) + 1)
        )
    return tuple(steps)


def _paid(
    envelope: EnvelopeInput, groups: Sequence[Candidate], ballots: Sequence[Ballot], *, first: int
) -> Iterator[Step]:
    """Choose the cheapest group again and again. A price only rises as parts are spent: an old one is a lower bound."""
    held = _parts(envelope, groups, ballots)
    by_id = {group.application_id: group for group in groups}
    queue = [(Fraction(0), *merit(group), group.application_id) for group in groups]
    heapq.heapify(queue)
    left, number = envelope.amount, first
    while queue:
        _, place, code, application_id = heapq.heappop(queue)
        group = by_id[application_id]
        points = {one.juror: one.points.get(application_id, Fraction(0)) for one in ballots}
        rate = price(
            group.requested.cents, {j: (held[j], p) for j, p in points.items() if p > 0 and j in held}
        )
        if rate is None:
            continue
        if queue and (rate, place, code) > queue[0][:3]:
            heapq.heappush(queue, (rate, place, code, application_id))
            continue
        payments = tuple(
            Payment(juror, min(held[juror], rate * points[juror]))
            for juror in sorted(held)
            if points[juror] > 0 and held[juror]
        )
        for payment in payments:
            held[payment.juror] -= payment.cents
        left -= group.requested
        yield Step(number, group, Why.SHARED, group.requested, left, rate, payments)
        number += 1


def _parts(
    envelope: EnvelopeInput, groups: Sequence[Candidate], ballots: Sequence[Ballot]
) -> dict[int, Fraction]:
    """Give each juror who gave points to a group of the envelope an equal part of it."""
    mine = {group.application_id for group in groups}
    jurors = [
        one.juror for one in ballots if any(points > 0 for at, points in one.points.items() if at in mine)
    ]
    return {juror: Fraction(envelope.amount.cents, len(jurors)) for juror in jurors}


def price(cost: int, jurors: Mapping[int, tuple[Fraction, Fraction]]) -> Fraction | None:
    """Give the least price of a point at which a cost is paid; None where all their parts together do not reach it.

    `jurors` are (what is left of the part, points given). Who has less than the price asks gives all there is.
    """
    rest, weight = Fraction(cost), sum((points for _, points in jurors.values()), Fraction(0))
    for held, points in sorted(jurors.values(), key=lambda one: one[0] / one[1]):
        if held * weight >= rest * points:
            return rest / weight
        rest -= held
        weight -= points
    return None


def _completed(groups: Sequence[Candidate], left: Money, first: int) -> Iterator[Step]:
    waiting = []
    number = first
    for group in groups:
        if group.requested > left:
            waiting.append((group, left))
            continue
        left -= group.requested
        yield Step(number, group, Why.COMPLETED, group.requested, left)
        number += 1
    for at, (group, then) in enumerate(waiting, number):
        yield Step(at, group, Why.WAITING, ZERO, then)
