"""The allocation rules a contest may choose: one file each and one line here. `allocate` is the only way to run one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from contest_portal.allocation.rules.best_total import best_total
from contest_portal.allocation.rules.best_total_tree import best_set_of_tree, pockets_of
from contest_portal.allocation.rules.equal_share import equal_share
from contest_portal.allocation.rules.guarantees import broken_guarantees, broken_tree
from contest_portal.allocation.rules.input_checks import input_problems
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.merit_order import merit_order
from contest_portal.allocation.rules.merit_order_partial import merit_order_partial
from contest_portal.allocation.rules.merit_order_skipping import merit_order_skipping
from contest_portal.allocation.rules.nested import allocate_nested
from contest_portal.allocation.rules.packing import packed_round, packing_of
from contest_portal.allocation.rules.pass_funded import SHORT, pass_funded
from contest_portal.allocation.rules.promises import Promise
from contest_portal.allocation.rules.results import AllocationResult
from contest_portal.allocation.rules.within_share import within_share
from contest_portal.contests.rules.allocation_terms import Setting
from contest_portal.kernel.problems import N_, Problem, Refused, refuse


@dataclass(frozen=True, slots=True)
class Rule:
    """An allocation rule: its code in the rulebook, its name, the sentence that explains it, and the function.

    `promises` hold for its results beyond what holds for all; `settings` are the terms of the contest that it reads.
    Where envelopes lie inside others it goes round by round: in the inner ones by the rule `inside`, if that is
    another; `of_tree` looks at the whole first and gives the function of the rounds. One that `must_fit` looks for
    another way to pay everybody before it refuses.
    """

    code: str
    label: str
    explanation: str
    allocate: Callable[[AllocationInput], AllocationResult]
    promises: frozenset[Promise]
    settings: frozenset[Setting] = frozenset()
    inside: str = ""
    of_tree: Callable[[AllocationInput], Callable[[AllocationInput], AllocationResult]] | None = None
    must_fit: bool = False


_ALL = (
    Rule(
        "merit_order",
        N_("Orden de mérito, hasta el primero que no alcanza"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó; cuando uno no "
            "alcanza, el sobre se cierra y los siguientes quedan en reserva en ese orden."
        ),
        merit_order,
        frozenset({Promise.IN_ORDER, Promise.WHOLE, Promise.KEEPS}),
    ),
    Rule(
        "merit_order_skipping",
        N_("Orden de mérito, pasando al siguiente que alcanza"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó si alcanza el saldo; "
            "quien no alcanza queda en reserva y se continúa con el siguiente."
        ),
        merit_order_skipping,
        frozenset({Promise.FITS_IN_TURN, Promise.EXHAUSTS, Promise.WHOLE, Promise.KEEPS}),
    ),
    Rule(
        "merit_order_partial",
        N_("Orden de mérito, con el saldo para el último"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó; el primero que no "
            "alcanza recibe el saldo si llega al monto mínimo, y los siguientes quedan en reserva."
        ),
        merit_order_partial,
        frozenset({Promise.IN_ORDER, Promise.KEEPS}),
    ),
    Rule(
        "equal_share",
        N_("Parte igual entre los aprobados"),
        N_(
            "En cada sobre, el monto se divide en partes iguales entre los grupos aprobados, o entre los primeros por "
            "orden de mérito si las bases fijan cuántos; nadie recibe más de lo que solicitó y lo que uno deja se "
            "reparte entre los demás. Los céntimos que no se pueden dividir quedan como saldo."
        ),
        equal_share,
        frozenset({Promise.IN_ORDER, Promise.KEEPS}),
        frozenset({Setting.WINNERS}),
    ),
    Rule(
        "within_share",
        N_("Lo solicitado, hasta el porcentaje de cofinanciamiento"),
        N_(
            "En cada sobre, por orden de mérito, cada grupo aprobado recibe lo que solicitó, sin pasar del porcentaje "
            "de su plan que las bases financian; cuando uno no alcanza, el sobre se cierra y los siguientes quedan "
            "en reserva en ese orden. El porcentaje se redondea hacia abajo al céntimo y lo demás queda como saldo."
        ),
        within_share,
        frozenset({Promise.KEEPS}),
        frozenset({Setting.SHARE}),
    ),
    Rule(
        "pass_funded",
        N_("Todo el que aprueba recibe lo que solicitó"),
        N_(
            "Cada grupo aprobado recibe lo que solicitó. Si un sobre no alcanza para todos los suyos, no se reparte "
            "nada hasta ampliarlo o cambiar la regla."
        ),
        pass_funded,
        frozenset({Promise.IN_ORDER, Promise.WHOLE, Promise.KEEPS}),
        inside="merit_order_skipping",
        must_fit=True,
    ),
    Rule(
        "best_total",
        N_("El mayor puntaje total que el fondo permite"),
        N_(
            "De todos los conjuntos de grupos aprobados que caben en los sobres y respetan los mínimos y máximos de "
            "las bases, recibe lo que solicitó el conjunto de mayor puntaje total; entre conjuntos iguales, el que "
            "tiene al mejor grupo en el que difieren. El sistema lo demuestra. Los demás quedan en reserva por orden "
            "de mérito."
        ),
        best_total,
        frozenset({Promise.WHOLE, Promise.KEEPS}),
        frozenset({Setting.LIMITS}),
        of_tree=best_set_of_tree,
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
    if inputs.is_nested:
        result = _all_fitting(rule, inputs) if rule.must_fit else _in_rounds(rule, inputs)
        refuse(broken_tree(inputs, result))
        return result
    return _run(rule, inputs)


def _in_rounds(rule: Rule, inputs: AllocationInput) -> AllocationResult:
    outer = replace(rule, allocate=rule.of_tree(inputs)) if rule.of_tree else rule
    inner = RULES[rule.inside] if rule.inside else outer
    return allocate_nested(
        inputs, lambda one_round, *, is_inside: _run(inner if is_inside else outer, one_round)
    )


def _all_fitting(rule: Rule, inputs: AllocationInput) -> AllocationResult:
    """Go by the rounds, and where money is missing at their end, by the way of paying everybody, if there is one."""
    try:
        return _in_rounds(rule, inputs)
    except Refused as refusal:
        paid = packing_of(inputs) if {one.code for one in refusal.problems} == {SHORT} else None
        if paid is None:
            raise
    pockets = pockets_of(inputs.envelopes)
    return allocate_nested(
        inputs,
        lambda one_round, *, is_inside: _run(
            rule, packed_round(one_round, paid, pockets) if is_inside else one_round
        ),
    )


def _run(rule: Rule, inputs: AllocationInput) -> AllocationResult:
    """Share out envelopes of which none lies inside another, and check what came of it."""
    result = rule.allocate(inputs)
    refuse(broken_guarantees(inputs, result, rule.promises))
    return result


def _unknown_rule(code: str) -> Problem:
    return Problem(
        "allocation.unknown_rule",
        field="rule",
        message=N_("No existe la regla de reparto «%(rule)s». Elija una de la lista en las bases."),
        params={"rule": code},
    )
