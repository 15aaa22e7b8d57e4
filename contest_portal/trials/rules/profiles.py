"""The business profile of an invented group: whole, and exactly what the rules of the budget ask for."""

from contest_portal.applications.rules.budget import least_counterpart, split_award
from contest_portal.applications.rules.profile import (
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Profile,
    Prospect,
    Purchase,
    Sale,
)
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity

_INVENTED = "Texto inventado para la prueba."
_ONE = Quantity.of(1)


def invented_profile(requested: Money, budget: BudgetRules) -> Profile:
    """Fill in every part that a profile must have, in one row each."""
    goods, assistance = split_award(requested, budget)
    least = least_counterpart(requested, budget)
    return Profile(
        summary=_INVENTED,
        situation=(Prospect(_INVENTED, _INVENTED),),
        assets=(),
        problems=(Difficulty(ProblemKind.PRODUCTION, _INVENTED, _INVENTED),),
        assistance=(Assistance(_INVENTED, _INVENTED, _INVENTED, _ONE, assistance),),
        goods=(Purchase("Bienes inventados", "lote", _ONE, goods),),
        sales=(Sale("Producto inventado", "lote", _ONE, requested + requested),),
        costs=(Purchase("Costos inventados", "lote", _ONE, requested),),
        counterpart=(Counterpart(CounterpartKind.LABOUR, _INVENTED, least),) if least else (),
        requested_goods=goods,
        requested_assistance=assistance,
    )
