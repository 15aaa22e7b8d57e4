"""Best total score: of all sets of groups that the envelopes and the limits allow, the one with the highest total.

The set is found exactly (`optimum.py`). Between sets of the same total the groups are compared in order of merit over
all envelopes, and the set wins that has the first group in which they differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, passing
from contest_portal.allocation.rules.limits import limit_rows
from contest_portal.allocation.rules.merit_walk import award, reserve
from contest_portal.allocation.rules.optimum import best_choice, is_possible
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason, build_result
from contest_portal.allocation.rules.solver import Question, Row, UnprovenError
from contest_portal.contests.rules.allocation_terms import Limit
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, Problem, Refused

MOST_DECIMALS = 4


def best_total(inputs: AllocationInput) -> AllocationResult:
    """Award the best set. Raises Refused naming the minimum that cannot be kept, or when no proof was found."""
    groups = sorted(_everyone(inputs), key=merit_of_all)
    try:
        best = best_choice(_question(inputs, groups, inputs.terms.limits))
        if best is None:
            raise Refused([_in_the_way(inputs, groups)])
    except UnprovenError as error:
        raise Refused([unproven(error)]) from error
    chosen = {group.application_id for group, is_in in zip(groups, best.chosen, strict=True) if is_in}
    return build_result(inputs, (_decision(group, chosen) for group in _everyone(inputs)))


def question_of(inputs: AllocationInput) -> Question:
    """Give the question as it is searched: the groups in order of merit, a row for each envelope and limit."""
    return _question(inputs, sorted(_everyone(inputs), key=merit_of_all), inputs.terms.limits)


def _everyone(inputs: AllocationInput) -> Iterator[Candidate]:
    for envelope in inputs.envelopes:
        yield from passing(inputs, envelope.category_code)


def merit_of_all(group: Candidate) -> tuple[int, str, int, str]:
    """Order groups of all envelopes: the highest total first, then category, place and code."""
    return (-units(group), group.category_code, group.place or 0, group.code)


def units(group: Candidate) -> int:
    """Give a total in the smallest part of a point that any contest keeps."""
    return 0 if group.total is None else group.total.units * 10 ** (MOST_DECIMALS - group.total.decimals)


def _decision(group: Candidate, chosen: set[int]) -> Decision:
    if group.application_id in chosen:
        return award(group, group.requested, Reason.IN_THE_BEST_SET)
    return reserve(group, Reason.NOT_IN_THE_BEST_SET)


def _question(inputs: AllocationInput, groups: Sequence[Candidate], limits: Sequence[Limit]) -> Question:
    rows = [
        Row(
            {
                at: group.requested.cents
                for at, group in enumerate(groups)
                if group.category_code == envelope.category_code
            },
            None,
            envelope.amount.cents,
        )
        for envelope in inputs.envelopes
    ]
    rows.extend(row for limit in limits for row in limit_rows(limit, groups))
    return Question([units(group) for group in groups], rows)


def _in_the_way(inputs: AllocationInput, groups: Sequence[Candidate]) -> Problem:
    """Name the first minimum that cannot be kept together with the envelopes, the maximums and those before it."""
    limits = [replace(limit, min_awards=0, min_amount=ZERO) for limit in inputs.terms.limits]
    for at, limit in enumerate(inputs.terms.limits):
        limits[at] = limit
        question = _question(inputs, groups, limits)
        if not is_possible(question):
            return _impossible(limit)
    raise UnprovenError("each minimum can be kept, and all together cannot")


def _impossible(limit: Limit) -> Problem:
    return Problem(
        "allocation.minimum_in_the_way",
        field="limits",
        message=N_(
            "El mínimo de «%(code)s» (grupos: %(awards)s, monto: %(amount)s) no se puede cumplir con los aprobados que "
            "hay, los sobres y los demás límites. Bájelo con una enmienda de las bases."
        ),
        params={
            "code": limit.code,
            "awards": str(limit.min_awards),
            "amount": limit.min_amount.format(),
        },
    )


def unproven(error: UnprovenError) -> Problem:
    """Say that nothing is shared out without a proof, and between which totals it would lie, where that is known."""
    if error.value is None or error.bound is None:
        return _UNPROVEN
    found, most = (str(Score(units, MOST_DECIMALS)) for units in (error.value, error.bound))
    return replace(_UNPROVEN, message=_BETWEEN, params={"found": found, "most": most})


_UNPROVEN = Problem(
    "allocation.unproven",
    field="rule",
    message=N_(
        "Con estos sobres y límites no se pudo demostrar cuál es el mejor conjunto, y sin prueba no se reparte. "
        "Repetir la búsqueda da lo mismo. Avise al programa: el sobre más ajustado puede recibir dinero de otro."
    ),
)
_BETWEEN = N_(
    "Con estos sobres y límites no se pudo demostrar cuál es el mejor conjunto, y sin prueba no se reparte: el mejor "
    "que se halló suma %(found)s puntos y ninguno pasa de %(most)s. Repetir la búsqueda da lo mismo. Avise al "
    "programa: el sobre más ajustado puede recibir dinero de otro."
)
