"""The allocation rules a contest may choose: one file each and one line here. `allocate` is the only way to run one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contest_portal.allocation.rules.guarantees import broken_guarantees
from contest_portal.allocation.rules.input_checks import input_problems
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.merit_order import merit_order
from contest_portal.allocation.rules.merit_order_partial import merit_order_partial
from contest_portal.allocation.rules.merit_order_skipping import merit_order_skipping
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.kernel.problems import N_, Problem, Refused, refuse


@dataclass(frozen=True, slots=True)
class Rule:
    """An allocation rule: its code in the rulebook, its name, the sentence that explains it, and the function."""

    code: str
    label: str
    explanation: str
    allocate: Callable[[AllocationInput], AllocationResult]


_ALL = (
    Rule(
        "merit_order",
        N_("Orden de mérito, hasta el primero que no alcanza"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó; cuando uno no "
            "alcanza, el sobre se cierra y los siguientes quedan en reserva en ese orden."
        ),
        merit_order,
    ),
    Rule(
        "merit_order_skipping",
        N_("Orden de mérito, pasando al siguiente que alcanza"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó si alcanza el saldo; "
            "quien no alcanza queda en reserva y se continúa con el siguiente."
        ),
        merit_order_skipping,
    ),
    Rule(
        "merit_order_partial",
        N_("Orden de mérito, con el saldo para el último"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó; el primero que no "
            "alcanza recibe el saldo si llega al monto mínimo, y los siguientes quedan en reserva."
        ),
        merit_order_partial,
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in _ALL})


def allocate(rule_code: str, inputs: AllocationInput) -> AllocationResult:
    """Share out the envelopes by a rule. The same inputs give the same result, whatever their order.

    Raises Refused when the rule is unknown, when the inputs contradict themselves, or when the rule broke one of
    the guarantees that hold for every rule.
    """
    rule = RULES.get(rule_code)
    if rule is None:
        raise Refused([_unknown_rule(rule_code)])
    refuse(input_problems(inputs))
    result = rule.allocate(inputs)
    refuse(broken_guarantees(inputs, result))
    return result


def _unknown_rule(code: str) -> Problem:
    return Problem(
        "allocation.unknown_rule",
        field="rule",
        message=N_("No existe la regla de reparto «%(rule)s». Elija una de la lista en las bases."),
        params={"rule": code},
    )
