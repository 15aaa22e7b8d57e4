"""Whether all who pass fit in envelopes inside envelopes, when the usual order of paying them does not get there.

An inner envelope pays by merit whom it can. Where it keeps its rest, paying others there may leave less for the one
around it. So the whole tree is asked once: is there any way to pay everybody? Groups are paid whole, so this is a
question of packing; the search of the best total answers it exactly, and always with the same way: that which pays the
group first in merit from its innermost envelope, then the next.
"""

from collections.abc import Mapping

from contest_portal.allocation.rules.best_total import merit_of_all
from contest_portal.allocation.rules.best_total_tree import Part, all_passed
from contest_portal.allocation.rules.inputs import AllocationInput, passing
from contest_portal.allocation.rules.nested import round_of
from contest_portal.allocation.rules.optimum import best_choice
from contest_portal.allocation.rules.solver import Row, UnprovenError
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, Refused


def packing_of(inputs: AllocationInput) -> Mapping[int, str] | None:
    """Give the pocket that pays each group that passed, by the application's id; None when they do not all fit.

    Raises Refused where the search was too long to tell.
    """
    groups = tuple(sorted(all_passed(inputs), key=merit_of_all))
    if Money.total(one.requested for one in groups) > Money.total(one.amount for one in inputs.envelopes):
        return None
    whole = Part(inputs.envelopes, groups)
    asked = whole.question({one.category_code: 0 for one in inputs.envelopes}, ())
    everyone = Row(dict.fromkeys(range(len(groups)), 1), len(groups), None)
    try:
        best = best_choice(asked._replace(rows=[*asked.rows, everyone]))
    except UnprovenError as error:
        raise Refused([_UNPROVEN]) from error
    return None if best is None else whole.paid(best.chosen)


def packed_round(
    one_round: AllocationInput, paid: Mapping[int, str], pockets: Mapping[str, str]
) -> AllocationInput:
    """Leave in the round of an inner envelope whom it pays: those of its pocket that it still holds, by merit."""
    (envelope,) = one_round.envelopes
    code, left, taken = envelope.category_code, envelope.amount, []
    for group in passing(one_round, code):
        if paid[group.application_id] == pockets[code] and group.requested <= left:
            left -= group.requested
            taken.append(group)
    return round_of(one_round, code, envelope.amount, taken)


_UNPROVEN = Problem(
    "allocation.packing_unproven",
    field="rule",
    message=N_(
        "No se pudo demostrar si los aprobados caben todos en los sobres, y sin prueba no se reparte. Repetir la "
        "búsqueda da lo mismo: traiga dinero al sobre que no alcanza con un traslado de otro sobre o del fondo."
    ),
)
