"""What holds for every allocation whatever its rule. Checked on each result: a faulty rule cannot be approved."""

from collections.abc import Collection, Iterable, Iterator

from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.limits import reached
from contest_portal.allocation.rules.promises import Promise, broken_promises
from contest_portal.allocation.rules.replay import replay_faults
from contest_portal.allocation.rules.results import AllocationResult, EnvelopeTotal, Line, Outcome, Spill
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem


def broken_guarantees(
    inputs: AllocationInput, result: AllocationResult, promises: Collection[Promise] = ()
) -> tuple[Problem, ...]:
    """Give every guarantee that a result breaks, the promises of its rule included; none for a sound one."""
    return _problems((*_faults(inputs, result), *broken_promises(result, promises)))


def broken_tree(inputs: AllocationInput, result: AllocationResult) -> tuple[Problem, ...]:
    """Give what a result of envelopes inside others breaks as a whole; each round was checked by itself."""
    return _problems(
        (*_sum_faults(inputs, result), *_tree_faults(inputs, result), *_limit_faults(inputs, result))
    )


def _problems(faults: Iterable[str]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            "allocation.broken_guarantee",
            field="rule",
            message=N_(
                "El reparto calculado no es válido (%(fault)s). No lo apruebe y avise al área de sistemas."
            ),
            params={"fault": fault},
        )
        for fault in faults
    )


def _sum_faults(inputs: AllocationInput, result: AllocationResult) -> Iterator[str]:
    if sorted(line.application_id for line in result.lines) != sorted(
        candidate.application_id for candidate in inputs.candidates
    ):
        yield "everyone_has_one_line"
    if result.awarded + result.balance + result.unassigned != inputs.fund:
        yield "fund_is_accounted_for"
    if result.awarded != Money.total(line.amount for line in result.lines):
        yield "awarded_is_the_sum_of_lines"
    amounts = {envelope.category_code: envelope.amount for envelope in inputs.envelopes}
    if {total.category_code: total.amount for total in result.envelopes} != amounts:
        yield "envelopes_are_the_given_ones"
    for line in result.lines:
        yield from _line_faults(line)


def _faults(inputs: AllocationInput, result: AllocationResult) -> Iterator[str]:
    yield from _sum_faults(inputs, result)
    for total in result.envelopes:
        mine = [line for line in result.lines if line.category_code == total.category_code]
        yield from _envelope_faults(total, mine)
    yield from replay_faults(inputs, result)
    yield from _limit_faults(inputs, result)


def _limit_faults(inputs: AllocationInput, result: AllocationResult) -> Iterator[str]:
    return (f"limit:{one.limit.code}" for one in reached(inputs, result.lines) if not one.holds)


def _envelope_faults(total: EnvelopeTotal, lines: list[Line]) -> Iterator[str]:
    balance, reserves, places = total.amount, 0, []
    for line in lines:
        balance = balance - line.amount
        if line.balance != balance:
            yield f"balance:{line.code}"
        if line.outcome is Outcome.RESERVE:
            reserves += 1
            places.append(line.place or 0)
            if line.reserve_order != reserves:
                yield f"reserve_order:{line.code}"
    if balance != total.balance or balance < ZERO or total.awarded + total.balance != total.amount:
        yield f"envelope:{total.category_code}"
    if places != sorted(places):
        yield f"reserve_follows_place:{total.category_code}"


def _tree_faults(inputs: AllocationInput, result: AllocationResult) -> Iterator[str]:
    """Walk all steps with what each envelope holds at that moment: no céntimo comes from nowhere."""
    left = {one.category_code: one.amount for one in inputs.envelopes}
    upwards = {one.category_code: one.parent for one in inputs.envelopes if one.spills}
    together: list[Line | Spill] = [*result.lines, *result.spills]
    steps = sorted(together, key=lambda one: one.step)
    if [one.step for one in steps] != list(range(1, len(steps) + 1)):
        yield "steps_are_numbered"
    for one in steps:
        source = one.envelope_code if isinstance(one, Line) else one.source
        left[source] = left[source] - one.amount
        if isinstance(one, Line) and one.balance != left[source]:
            yield f"balance:{one.code}"
        if isinstance(one, Spill):
            left[one.target] = left[one.target] + one.amount
            if left[source] or not one.amount or upwards.get(source) != one.target:
                yield f"spill:{source}"
    for total in result.envelopes:
        told = total.amount + total.received - total.awarded - total.spilled
        if total.balance != left[total.category_code] or total.balance != told or told < ZERO:
            yield f"envelope:{total.category_code}"


def _line_faults(line: Line) -> Iterator[str]:
    if not ZERO <= line.amount <= line.requested:
        yield f"award_within_request:{line.code}"
    if (line.outcome is Outcome.AWARDED) != bool(line.amount):
        yield f"award_has_amount:{line.code}"
    if (line.outcome in (Outcome.AWARDED, Outcome.RESERVE)) != (line.place is not None):
        yield f"only_passed_are_awarded:{line.code}"
