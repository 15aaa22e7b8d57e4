"""Whether an allocation is possible at all: the money and the ranking must not contradict themselves."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, passing
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.ranking import Standing


def input_problems(inputs: AllocationInput) -> tuple[Problem, ...]:
    """Give everything that makes an allocation of these inputs impossible."""
    return (
        *_money_problems(inputs),
        *_tree_problems(inputs),
        *_repeated(inputs),
        *(problem for one in _by_code(inputs) for problem in _candidate_problems(one, inputs)),
        *_shared_places(inputs),
    )


def _money_problems(inputs: AllocationInput) -> Iterator[Problem]:
    total = Money.total(envelope.amount for envelope in inputs.envelopes)
    if total > inputs.fund:
        yield Problem(
            "allocation.envelopes_over_fund",
            field="fund",
            message=N_(
                "Los sobres suman %(envelopes)s y el fondo es de %(fund)s. Corrija las bases antes de repartir."
            ),
            params={"envelopes": total.format(), "fund": inputs.fund.format()},
        )
    codes = Counter(envelope.category_code for envelope in inputs.envelopes)
    if max(codes.values(), default=0) > 1 or any(envelope.amount < ZERO for envelope in inputs.envelopes):
        yield Problem(
            "allocation.bad_envelopes",
            field="envelopes",
            message=N_("Hay sobres repetidos o con monto negativo. Corrija las bases antes de repartir."),
        )


def _tree_problems(inputs: AllocationInput) -> Iterator[Problem]:
    if not inputs.is_nested:
        return
    outwards = {one.category_code: one.parent for one in inputs.envelopes}
    for code in sorted(outwards):
        seen, around = {code}, outwards[code]
        while around in outwards and around not in seen:
            seen.add(around)
            around = outwards[around]
        if around:
            yield Problem(
                "allocation.bad_nesting",
                field="envelopes",
                message=N_(
                    "El sobre «%(code)s» no está dentro de otro que exista. Corrija las bases antes de repartir."
                ),
                params={"code": code},
            )


def _repeated(inputs: AllocationInput) -> Iterator[Problem]:
    codes = Counter(candidate.code for candidate in inputs.candidates)
    ids = Counter(candidate.application_id for candidate in inputs.candidates)
    if max((*codes.values(), *ids.values()), default=0) > 1:
        yield Problem(
            "allocation.repeated_candidate",
            field="candidates",
            message=N_(
                "Un perfil aparece dos veces en el cuadro de mérito. Revise el cierre de la calificación."
            ),
        )


def _by_code(inputs: AllocationInput) -> list[Candidate]:
    return sorted(inputs.candidates, key=lambda candidate: candidate.code)


def _candidate_problems(candidate: Candidate, inputs: AllocationInput) -> Iterator[Problem]:
    has_passed = candidate.standing is Standing.PASSED
    if candidate.home not in {envelope.category_code for envelope in inputs.envelopes}:
        yield Problem(
            "allocation.no_envelope",
            field="candidates",
            message=N_(
                "El perfil %(code)s es de una categoría sin sobre. Corrija su categoría antes de repartir."
            ),
            params={"code": candidate.code},
        )
    if has_passed != (candidate.place is not None):
        yield Problem(
            "allocation.place_contradicts",
            field="candidates",
            message=N_(
                "El puesto del perfil %(code)s no corresponde a su resultado. Revise el cierre de la calificación."
            ),
            params={"code": candidate.code},
        )
    if has_passed and not max(inputs.min_award, Money(1)) <= candidate.requested <= inputs.max_award:
        yield _out_of_range(candidate, inputs)


def _out_of_range(candidate: Candidate, inputs: AllocationInput) -> Problem:
    return Problem(
        "allocation.request_out_of_range",
        field="candidates",
        message=N_(
            "El perfil %(code)s pide %(requested)s y las bases admiten de %(min)s a %(max)s. Revise el perfil."
        ),
        params={
            "code": candidate.code,
            "requested": candidate.requested.format(),
            "min": inputs.min_award.format(),
            "max": inputs.max_award.format(),
        },
    )


def _shared_places(inputs: AllocationInput) -> Iterator[Problem]:
    for category_code in sorted({candidate.category_code for candidate in inputs.candidates}):
        for first, second in pairwise(passing(inputs, category_code)):
            if first.place == second.place:
                yield Problem(
                    "allocation.shared_place",
                    field="candidates",
                    message=N_(
                        "Los perfiles %(first)s y %(second)s comparten un puesto. Resuelva el empate según las "
                        "bases antes de repartir."
                    ),
                    params={"first": first.code, "second": second.code},
                )
