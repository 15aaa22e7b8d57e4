"""How an award is split between goods and assistance, and what a profile may ask for."""

from fractions import Fraction

from contest_portal.applications.rules.profile import Profile, total_of
from contest_portal.contests.rules.rulebook import BudgetRules
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.rounding import Rounding


def split_award(amount: Money, budget: BudgetRules) -> tuple[Money, Money]:
    """Split an amount into goods and assistance by the contest's percents; the two add up to the amount exactly.

    Assistance is rounded down to the céntimo, so the céntimo that cannot be divided goes to goods.
    """
    assistance = amount.times(Fraction(budget.assistance_percent, 100), Rounding.DOWN)
    return amount - assistance, assistance


def least_counterpart(requested: Money, budget: BudgetRules) -> Money:
    """Give the least counterpart for what is asked: a percentage of the amount requested."""
    return requested.times(Fraction(budget.min_counterpart_percent, 100))


def amount_in_range(profile: Profile, budget: BudgetRules) -> Problem | None:
    """Ask for an amount between the contest's smallest and largest award."""
    if not profile.requested:
        return Problem(
            "budget.nothing_requested",
            field="budget",
            message=N_("Escriba cuánto solicita el grupo."),
        )
    if budget.min_award <= profile.requested <= budget.max_award:
        return None
    return Problem(
        "budget.out_of_range",
        field="budget",
        message=N_(
            "El grupo solicita %(requested)s y el concurso financia de %(min)s a %(max)s. Corrija el monto."
        ),
        params={
            "requested": profile.requested.format(),
            "min": budget.min_award.format(),
            "max": budget.max_award.format(),
        },
    )


def parts_as_declared(profile: Profile, budget: BudgetRules) -> Problem | None:
    """Ask that goods and assistance are exactly the contest's parts of the amount requested."""
    goods, assistance = split_award(profile.requested, budget)
    if (profile.requested_goods, profile.requested_assistance) == (goods, assistance):
        return None
    return Problem(
        "budget.parts",
        field="budget",
        message=N_(
            "De %(requested)s corresponden %(goods)s a bienes (%(goods_percent)s %%) y %(assistance)s a asistencia "
            "técnica (%(assistance_percent)s %%). Corrija las dos partes."
        ),
        params={
            "requested": profile.requested.format(),
            "goods": goods.format(),
            "assistance": assistance.format(),
            "goods_percent": str(budget.goods_percent),
            "assistance_percent": str(budget.assistance_percent),
        },
    )


def goods_add_up(profile: Profile, _budget: BudgetRules) -> Problem | None:
    """Ask that the goods to buy add up to the goods part of the amount requested."""
    rows, part = total_of(profile.goods), profile.requested_goods
    if rows == part:
        return None
    return Problem(
        "budget.goods_sum",
        field="goods",
        message=N_(
            "Los bienes de la lista suman %(rows)s y la parte solicitada para bienes es %(part)s: "
            "la diferencia es %(difference)s. Ajuste la lista o el monto solicitado."
        ),
        params=_sums(rows, part),
    )


def assistance_adds_up(profile: Profile, _budget: BudgetRules) -> Problem | None:
    """Ask that the assistance wanted adds up to the assistance part of the amount requested."""
    rows, part = total_of(profile.assistance), profile.requested_assistance
    if rows == part:
        return None
    return Problem(
        "budget.assistance_sum",
        field="assistance",
        message=N_(
            "La asistencia técnica de la lista suma %(rows)s y la parte solicitada para asistencia es %(part)s: "
            "la diferencia es %(difference)s. Ajuste la lista o el monto solicitado."
        ),
        params=_sums(rows, part),
    )


def enough_counterpart(profile: Profile, budget: BudgetRules) -> Problem | None:
    """Ask for the least counterpart of the contest."""
    least, given = least_counterpart(profile.requested, budget), total_of(profile.counterpart)
    if given >= least:
        return None
    return Problem(
        "budget.counterpart",
        field="counterpart",
        message=N_(
            "El aporte del grupo suma %(given)s y el concurso pide al menos %(least)s (%(percent)s %% de lo "
            "solicitado). Agregue aportes por %(difference)s."
        ),
        params={
            "given": given.format(),
            "least": least.format(),
            "percent": str(budget.min_counterpart_percent),
            "difference": (least - given).format(),
        },
    )


_CHECKS = (amount_in_range, parts_as_declared, goods_add_up, assistance_adds_up, enough_counterpart)


def check_budget(profile: Profile, budget: BudgetRules) -> tuple[Problem, ...]:
    """Run every budget rule; without an amount requested that is the only problem said."""
    if not profile.requested:
        missing = amount_in_range(profile, budget)
        return () if missing is None else (missing,)
    found = (check(profile, budget) for check in _CHECKS)
    return tuple(problem for problem in found if problem is not None)


def _sums(rows: Money, part: Money) -> dict[str, str]:
    difference = rows - part if rows > part else part - rows
    return {"rows": rows.format(), "part": part.format(), "difference": difference.format()}
