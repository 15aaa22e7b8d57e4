"""Best total score where envelopes lie inside others: one search over the whole tree, in which no envelope loses.

Steps from the innermost envelope outwards would spoil the total. A search over the whole alone would let the money of
an envelope go to whoever has the highest totals, and a minimum share would mean nothing. So the groups of each envelope
inside another must together reach at least the total that its own money would give them, which is found first, by the
same search; of all sets that keep this, fit and keep the limits, the one with the highest total is taken.

Envelopes that send up what is left hold their money together with the one around them: a *pocket*, named by its
outermost envelope. A group is paid from one pocket around it. Things of the question are the groups in order of merit,
then the inner pockets of those that have several: whether the group is paid from there and not from its outermost one.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contest_portal.allocation.rules.best_total import merit_of_all, units, unproven
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput, passing
from contest_portal.allocation.rules.limits import limit_rows
from contest_portal.allocation.rules.merit_walk import award, reserve
from contest_portal.allocation.rules.nested import innermost_first, inside
from contest_portal.allocation.rules.optimum import best_choice, best_value
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason, build_result
from contest_portal.allocation.rules.solver import Question, Row, UnprovenError
from contest_portal.contests.rules.allocation_terms import Limit
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.scoring.rules.ranking import Standing


def best_set_of_tree(inputs: AllocationInput) -> Callable[[AllocationInput], AllocationResult]:
    """Find the best set and give the rule of its rounds: each chosen group is paid by the first envelope it fits in.

    Raises Refused where limits and envelopes contradict one another, or when no proof was found.
    """
    try:
        paid = _best(inputs)
    except UnprovenError as error:
        raise Refused([unproven(error)]) from error
    if paid is None:
        raise Refused([_IN_THE_WAY])
    pockets = pockets_of(inputs.envelopes)
    return lambda one_round: build_result(one_round, _decisions(one_round, paid, pockets))


def least_totals(inputs: AllocationInput) -> Mapping[str, int] | None:
    """Give what the groups of each envelope inside another reach with its money alone, in the smallest part of a point.

    Of the limits only what they allow at most is kept. None where even that cannot be. Raises UnprovenError.
    """
    found: dict[str, int] = {}
    limits = [replace(one, min_awards=0, min_amount=ZERO) for one in inputs.terms.limits]
    for envelope in innermost_first(inputs.envelopes):
        if not envelope.parent:
            continue
        alone = Part.of(inputs, envelope.category_code)
        value = best_value(alone.question(found, limits))
        if value is None:
            return None
        found[envelope.category_code] = value
    return found


def _best(inputs: AllocationInput) -> dict[int, str] | None:
    """Give the pocket that pays, by the application's id of each group of the best set."""
    least = least_totals(inputs)
    if least is None:
        return None
    whole = Part(inputs.envelopes, tuple(sorted(all_passed(inputs), key=merit_of_all)))
    best = best_choice(whole.question(least, inputs.terms.limits))
    return None if best is None else whole.paid(best.chosen)


@dataclass(frozen=True, slots=True)
class Part:
    """Some envelopes, each inside another of them or outermost here, and the groups at home in them by merit."""

    envelopes: Sequence[EnvelopeInput]
    groups: Sequence[Candidate]

    @classmethod
    def of(cls, inputs: AllocationInput, code: str) -> "Part":
        """Give an envelope with those inside it, as if there were no other."""
        codes = inside(inputs.envelopes, code)
        mine = [one for one in inputs.envelopes if one.category_code in codes]
        groups = sorted((one for one in all_passed(inputs) if one.home in codes), key=merit_of_all)
        alone = [replace(one, parent="") if one.category_code == code else one for one in mine]
        return cls(tuple(alone), tuple(groups))

    def question(self, least: Mapping[str, int], limits: Collection[Limit]) -> Question:
        """Ask for the best set of these groups that this money pays, when each envelope inside reaches its `least`."""
        values = [units(group) for group in self.groups] + [0] * len(self.choices)
        rows = [*self._money_rows(), *self._one_payer_each()]
        for envelope in self.envelopes:
            if envelope.parent:
                codes = inside(self.envelopes, envelope.category_code)
                mine = {at: units(group) for at, group in enumerate(self.groups) if group.home in codes}
                rows.append(Row(mine, least[envelope.category_code], None))
        rows.extend(row for limit in limits for row in limit_rows(limit, self.groups))
        return Question(values, rows)

    def paid(self, chosen: Sequence[bool]) -> dict[int, str]:
        """Read from an answer which pocket pays each group."""
        around = self._around()
        paid = {
            group.application_id: around[group.home][-1]
            for group, is_in in zip(self.groups, chosen, strict=False)
            if is_in
        }
        for (at, pocket), is_in in zip(self.choices, chosen[len(self.groups) :], strict=True):
            if is_in:
                paid[self.groups[at].application_id] = pocket
        return paid

    @property
    def choices(self) -> list[tuple[int, str]]:
        """List the inner pockets that may pay, each with its group's number here: after all groups, as things."""
        around = self._around()
        return [(at, code) for at, group in enumerate(self.groups) for code in around[group.home][:-1]]

    def _around(self) -> dict[str, list[str]]:
        """Give the pockets around each envelope, its own first."""
        pockets, parents = (
            pockets_of(self.envelopes),
            {one.category_code: one.parent for one in self.envelopes},
        )
        found = {}
        for code in parents:
            chain = [pockets[code]]
            while parents[chain[-1]]:
                chain.append(pockets[parents[chain[-1]]])
            found[code] = chain
        return found

    def _money_rows(self) -> Iterator[Row]:
        """Let each pocket pay what it holds at most: groups paid from an inner one cost their outermost nothing."""
        around, pockets = self._around(), pockets_of(self.envelopes)
        weights: dict[str, dict[int, int]] = {code: {} for code in pockets.values()}
        for at, group in enumerate(self.groups):
            weights[around[group.home][-1]][at] = group.requested.cents
        for number, (at, pocket) in enumerate(self.choices, len(self.groups)):
            group = self.groups[at]
            weights[pocket][number] = group.requested.cents
            weights[around[group.home][-1]][number] = -group.requested.cents
        for code, row in sorted(weights.items()):
            held = sum(one.amount.cents for one in self.envelopes if pockets[one.category_code] == code)
            yield Row(row, None, held)

    def _one_payer_each(self) -> Iterator[Row]:
        """Let a group be paid from one of its inner pockets at most, and only when it is chosen."""
        rows: dict[int, dict[int, int]] = {}
        for number, (at, _) in enumerate(self.choices, len(self.groups)):
            rows.setdefault(at, {at: -1})[number] = 1
        return (Row(weights, None, 0) for weights in rows.values())


def pockets_of(envelopes: Collection[EnvelopeInput]) -> dict[str, str]:
    """Name the pocket of each envelope: the outermost one that its money may go up to."""
    upwards = {one.category_code: one.parent if one.spills else "" for one in envelopes}
    found = {}
    for code in upwards:
        top = code
        while upwards[top]:
            top = upwards[top]
        found[code] = top
    return found


def all_passed(inputs: AllocationInput) -> Iterator[Candidate]:
    """Give who passed, of the whole contest."""
    return (one for one in inputs.candidates if one.standing is Standing.PASSED)


def _decisions(
    one_round: AllocationInput, paid: Mapping[int, str], pockets: Mapping[str, str]
) -> Iterator[Decision]:
    (envelope,) = one_round.envelopes
    left = envelope.amount
    for group in passing(one_round, envelope.category_code):
        if paid.get(group.application_id) == pockets[envelope.category_code] and group.requested <= left:
            left -= group.requested
            yield award(group, group.requested, Reason.IN_THE_BEST_SET)
        else:
            yield reserve(group, Reason.NOT_IN_THE_BEST_SET)


_IN_THE_WAY = Problem(
    "allocation.limits_in_the_way",
    field="limits",
    message=N_(
        "Los mínimos y máximos de las bases y lo que toca a los sobres de dentro no se pueden cumplir a la vez con los "
        "aprobados que hay. Cambie los límites con una enmienda de las bases."
    ),
)
