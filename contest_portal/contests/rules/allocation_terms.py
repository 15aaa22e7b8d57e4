"""What a contest fixes for its allocation rule: shares, numbers of winners, least and most of a line or a place."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.records import added_later

MOST_AWARDS = 100_000


class Setting(StrEnum):
    """A part of the terms; each rule says which ones it reads."""

    SHARE = "share"
    WINNERS = "winners"
    LIMITS = "limits"


class CountedPart(StrEnum):
    """In what form the group's own part may count: the kinds of counterpart of a profile."""

    CASH = "cash"
    KIND = "kind"
    LABOUR = "labour"


class LimitOf(StrEnum):
    """What a limit is about."""

    CATEGORY = "category"
    LINE = "line"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Limit:
    """The least and the most that goes to one category, line or district, in awards and in money."""

    of: LimitOf
    code: str
    min_awards: int = 0
    max_awards: int | None = None
    min_amount: Money = ZERO
    max_amount: Money | None = None


@dataclass(frozen=True, slots=True)
class AllocationTerms:
    """The terms of every rule; a rule reads its own. `most_winners` is per envelope, 0 for all who pass.

    `share_percent`: the most that is paid of a plan, which is what is asked plus the `counted` parts of the group.
    """

    share_percent: int = added_later(80)
    counted: tuple[CountedPart, ...] = added_later(tuple(CountedPart))
    most_winners: int = added_later(0)
    limits: tuple[Limit, ...] = added_later(())


STANDARD_TERMS = AllocationTerms()


def terms_problems(terms: AllocationTerms, *, known: Collection[tuple[LimitOf, str]]) -> Iterator[Problem]:
    """Name what of the terms cannot be. `known` are the categories, lines and districts of the contest."""
    if not 1 <= terms.share_percent <= 100:
        message = N_("El cofinanciamiento va de 1 a 100 %%. Corrija el porcentaje.")
        params = {"value": str(terms.share_percent)}
        yield Problem("allocation.share", field="share_percent", message=message, params=params)
    if not 0 <= terms.most_winners <= MOST_AWARDS:
        message = N_("El número de ganadores por sobre va de 0 (todos los aprobados) a %(most)s.")
        params = {"most": str(MOST_AWARDS)}
        yield Problem("allocation.winners", field="most_winners", message=message, params=params)
    yield from _twice(terms.limits)
    for limit in terms.limits:
        yield from _limit_problems(limit, known)


def _twice(limits: Iterable[Limit]) -> Iterator[Problem]:
    seen = Counter((limit.of, limit.code) for limit in limits)
    for (_, code), times in seen.items():
        if times > 1:
            message = N_("«%(code)s» aparece en dos filas. Deje una sola fila con su mínimo y su máximo.")
            yield Problem("allocation.limit_twice", field="limits", message=message, params={"code": code})


def _limit_problems(limit: Limit, known: Collection[tuple[LimitOf, str]]) -> Iterator[Problem]:
    params = {"code": limit.code}
    if (limit.of, limit.code) not in known:
        message = N_("«%(code)s» no es de este concurso. Elija de la lista o borre la fila.")
        yield Problem("allocation.limit_unknown", field="limits", message=message, params=params)
    most = limit.max_awards if limit.max_awards is not None else MOST_AWARDS
    if not 0 <= limit.min_awards <= most <= MOST_AWARDS:
        message = N_("En «%(code)s», los grupos van de un mínimo de 0 a un máximo que no sea menor.")
        yield Problem("allocation.limit_awards", field="limits", message=message, params=params)
    if limit.min_amount < ZERO or (limit.max_amount is not None and limit.max_amount < limit.min_amount):
        message = N_("En «%(code)s», el monto máximo no puede ser menor que el mínimo.")
        yield Problem("allocation.limit_amounts", field="limits", message=message, params=params)
