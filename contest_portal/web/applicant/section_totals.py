"""The figures that stand beside a section: what it adds up to, what it should, and how far apart they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from contest_portal.applications.rules.budget import least_counterpart
from contest_portal.applications.rules.profile import SectionCode, total_of
from contest_portal.applications.rules.quotations import goods_to_quote
from contest_portal.kernel.money import Money
from contest_portal.web.applicant.desk import Desk
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.rulebook_view import quotations_text


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its name."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Goal:
    """What the sum of a table has to be, or at least to reach; the words for each case. The script counts likewise."""

    amount: Money
    missing: str
    over: str
    fits: str

    def words(self, total: Money) -> str:
        """Say how far a sum is from it; without words for too much, more is as good as enough."""
        if total < self.amount:
            return f"{self.missing} {money(self.amount - total)}"
        return f"{self.over} {money(total - self.amount)}" if total > self.amount and self.over else self.fits


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """Figures to show, totals by table, the goods that need quotations and a note on how many."""

    figures: tuple[Figure, ...] = ()
    totals: Mapping[str, str] | None = None
    goals: Mapping[str, tuple[Goal, str]] | None = None
    note: str = ""
    to_quote: tuple[str, ...] = ()

    def total(self, table: str) -> str | None:
        """Give the stored total of a table, as text."""
        return (self.totals or {}).get(table)

    def goal(self, table: str) -> tuple[Goal, str] | None:
        """Give what the sum of a table has to be, and how far the stored one is from it."""
        return (self.goals or {}).get(table)


def section_facts(code: str, desk: Desk) -> SectionFacts:
    """Give the figures of a section; none for sections without money."""
    build = _FACTS.get(code)
    return SectionFacts() if build is None else build(desk)


def _assets(desk: Desk) -> SectionFacts:
    return SectionFacts(totals={"assets": money(total_of(desk.profile.assets))})


def _goods(desk: Desk) -> SectionFacts:
    total = total_of(desk.profile.goods)
    return SectionFacts(
        figures=_asked(gettext("Parte solicitada para bienes"), desk.profile.requested_goods),
        totals={"goods": money(total)},
        goals=_against("goods", desk.profile.requested_goods, total),
        note=quotations_text(desk.rulebook.form),
        to_quote=_to_quote(desk),
    )


def _to_quote(desk: Desk) -> tuple[str, ...]:
    """Name the goods that suppliers have to be asked for, where the contest wants it."""
    rules = desk.rulebook.form.section(SectionCode.GOODS).quotations
    return () if rules is None else tuple(row.description for row in goods_to_quote(desk.profile, rules))


def _assistance(desk: Desk) -> SectionFacts:
    total = total_of(desk.profile.assistance)
    return SectionFacts(
        figures=_asked(gettext("Parte solicitada para asistencia"), desk.profile.requested_assistance),
        totals={"assistance": money(total)},
        goals=_against("assistance", desk.profile.requested_assistance, total),
    )


def _sales(desk: Desk) -> SectionFacts:
    profile = desk.profile
    return SectionFacts(
        figures=(Figure(gettext("Ganancia de un año (ventas menos costos)"), money(profile.yearly_profit)),),
        totals={"sales": money(total_of(profile.sales)), "costs": money(total_of(profile.costs))},
    )


def _counterpart(desk: Desk) -> SectionFacts:
    least = least_counterpart(desk.profile.requested, desk.rulebook.budget)
    total = total_of(desk.profile.counterpart)
    goal = Goal(least, gettext("Falta para el mínimo"), "", gettext("Alcanza el mínimo"))
    return SectionFacts(
        figures=_asked(gettext("Aporte mínimo del concurso"), least),
        totals={"counterpart": money(total)},
        goals={"counterpart": (goal, goal.words(total))} if least else None,
    )


def _budget(desk: Desk) -> SectionFacts:
    goods_rows, assistance_rows = total_of(desk.profile.goods), total_of(desk.profile.assistance)
    return SectionFacts(
        figures=(
            Figure(gettext("Bienes de su lista"), money(goods_rows)),
            Figure(gettext("Asistencia de su lista"), money(assistance_rows)),
            Figure(gettext("Suma de sus dos listas"), money(goods_rows + assistance_rows)),
        )
    )


_FACTS: Mapping[str, Callable[[Desk], SectionFacts]] = {
    SectionCode.ASSETS: _assets,
    SectionCode.ASSISTANCE: _assistance,
    SectionCode.BUDGET: _budget,
    SectionCode.COUNTERPART: _counterpart,
    SectionCode.GOODS: _goods,
    SectionCode.SALES: _sales,
}


def _asked(label: str, part: Money) -> tuple[Figure, ...]:
    return (Figure(label, money(part)),) if part else ()


def _against(table: str, part: Money, total: Money) -> Mapping[str, tuple[Goal, str]] | None:
    """Compare a list with the part of the award that is asked for it, once something is asked."""
    if not part:
        return None
    goal = Goal(
        part, gettext("Falta en la lista"), gettext("Sobra en la lista"), gettext("Suma lo solicitado")
    )
    return {table: (goal, goal.words(total))}
