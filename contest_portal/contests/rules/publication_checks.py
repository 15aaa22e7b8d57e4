"""What publication asks beyond the rules themselves: money in the fund and a deadline still ahead."""

from datetime import datetime

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem


def fund_room(asked: Money, *, free: Money) -> Problem | None:
    """Object when a contest asks for more than its fund has free, or for nothing."""
    if asked <= ZERO:
        return Problem(
            "categories.no_fund",
            field="fund",
            message=N_("Escriba el monto del concurso. Debe ser mayor que cero."),
        )
    if asked <= free:
        return None
    return Problem(
        "categories.fund_room",
        field="fund",
        message=N_(
            "El concurso pide %(asked)s y al fondo le quedan %(free)s sin reservar. "
            "Reduzca el monto o amplíe el fondo."
        ),
        params={"asked": asked.format(), "free": free.format()},
    )


def small_envelopes(rulebook: Rulebook) -> tuple[Problem, ...]:
    """Warn of envelopes that could not pay one award of the greatest size; they may be meant so."""
    most = rulebook.budget.max_award
    return tuple(
        Problem(
            "categories.small_envelope",
            field="envelopes",
            message=N_(
                "El sobre de %(category)s (%(envelope)s) no alcanza para un premio máximo (%(max)s): un grupo que lo "
                "pida no podrá recibirlo entero."
            ),
            params={"category": category.name, "envelope": category.envelope.format(), "max": most.format()},
        )
        for category in rulebook.categories
        if category.envelope < most
    )


def still_ahead(closes_at: datetime, *, now: datetime) -> Problem | None:
    """Object when the deadline is past: nobody could apply."""
    if closes_at > now:
        return None
    return Problem(
        "calendar.closed_already",
        field="closes_at",
        message=N_("El cierre de la recepción ya pasó. Corrija el calendario antes de publicar."),
    )


def fund_covers(amount: Money, *, reserved: Money) -> Problem | None:
    """Object when a fund would become smaller than what published contests hold of it."""
    if amount <= ZERO:
        return Problem(
            "fund.no_amount", field="amount", message=N_("El monto del fondo debe ser mayor que cero.")
        )
    if amount >= reserved:
        return None
    return Problem(
        "fund.below_reserved",
        field="amount",
        message=N_(
            "Los concursos publicados ya reservaron %(reserved)s de este fondo. "
            "Escriba un monto igual o mayor."
        ),
        params={"reserved": reserved.format()},
    )
