"""Pass = funded: whoever passes gets what was asked; when an envelope does not hold that, nothing is allocated."""

from collections.abc import Iterator

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, passing
from contest_portal.allocation.rules.merit_walk import Purse, award, walk_envelopes
from contest_portal.allocation.rules.results import AllocationResult, Decision, Reason
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, refuse

SHORT = "allocation.fund_short"
"""The code of the problem that an envelope does not hold what those who passed asked for."""


def pass_funded(inputs: AllocationInput) -> AllocationResult:
    """Award everyone who passed. Raises Refused naming each envelope that is short, and by how much."""
    refuse(tuple(_short(inputs)))
    return walk_envelopes(inputs, _decide)


def _decide(candidate: Candidate, _purse: Purse) -> Decision:
    return award(candidate, candidate.requested, Reason.FULL_AWARD)


def _short(inputs: AllocationInput) -> Iterator[Problem]:
    for envelope in sorted(inputs.envelopes, key=lambda one: one.category_code):
        everyone = passing(inputs, envelope.category_code)
        asked = Money.total(candidate.requested for candidate in everyone)
        if asked > envelope.amount:
            yield Problem(
                SHORT,
                field="envelopes",
                message=N_(
                    "Las bases financian a todo el que aprueba, y el sobre %(category)s no alcanza: los %(groups)s "
                    "aprobados que le tocan solicitaron %(asked)s y hay %(amount)s. Faltan %(missing)s: tráigalos al "
                    "sobre con un traslado de otro sobre o del fondo."
                ),
                params={
                    "category": envelope.category_code,
                    "groups": str(len(everyone)),
                    "asked": asked.format(),
                    "amount": envelope.amount.format(),
                    "missing": (asked - envelope.amount).format(),
                },
            )
