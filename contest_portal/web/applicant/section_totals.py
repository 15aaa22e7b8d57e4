"""The figures that stand beside a section: what it adds up to, what it should, and how far apart they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from contest_portal.applications.rules.budget import least_counterpart, split_award
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
class SectionFacts:
    """Figures to show, totals by table, the goods that need quotations and a note on how many."""

    figures: tuple[Figure, ...] = ()
    totals: Mapping[str, str] | None = None
    note: str = ""
    to_quote: tuple[str, ...] = ()

    def total(self, table: str) -> str | None:
        """Give the stored total of a table, as text."""
        return (self.totals or {}).get(table)


def section_facts(code: str, desk: Desk) -> SectionFacts:
    """Give the figures of a section; none for sections without money."""
    build = _FACTS.get(code)
    return SectionFacts() if build is None else build(desk)


def _assets(desk: Desk) -> SectionFacts:
    return SectionFacts(totals={"assets": money(total_of(desk.profile.assets))})


def _goods(desk: Desk) -> SectionFacts:
    total = total_of(desk.profile.goods)
    return SectionFacts(
        figures=_against(gettext("Parte solicitada para bienes"), desk.profile.requested_goods, total),
        totals={"goods": money(total)},
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
        figures=_against(
            gettext("Parte solicitada para asistencia"), desk.profile.requested_assistance, total
        ),
        totals={"assistance": money(total)},
    )


def _sales(desk: Desk) -> SectionFacts:
    profile = desk.profile
    return SectionFacts(
        figures=(Figure(gettext("Ganancia de un año (ventas menos costos)"), money(profile.yearly_profit)),),
        totals={"sales": money(total_of(profile.sales)), "costs": money(total_of(profile.costs))},
    )


def _counterpart(desk: Desk) -> SectionFacts:
    least = least_counterpart(desk.profile.requested, desk.rulebook.budget)
    figures = (Figure(gettext("Aporte mínimo del concurso"), money(least)),) if least else ()
    return SectionFacts(figures=figures, totals={"counterpart": money(total_of(desk.profile.counterpart))})


def _budget(desk: Desk) -> SectionFacts:
    profile, rules = desk.profile, desk.rulebook.budget
    goods_rows, assistance_rows = total_of(profile.goods), total_of(profile.assistance)
    goods, assistance = split_award(profile.requested, rules)
    return SectionFacts(
        figures=(
            Figure(gettext("Bienes de su lista"), money(goods_rows)),
            Figure(
                gettext("Corresponde a bienes (%(percent)s %%)", percent=str(rules.goods_percent)),
                money(goods),
            ),
            Figure(gettext("Asistencia de su lista"), money(assistance_rows)),
            Figure(
                gettext("Corresponde a asistencia (%(percent)s %%)", percent=str(rules.assistance_percent)),
                money(assistance),
            ),
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


def _against(label: str, part: Money, total: Money) -> tuple[Figure, ...]:
    if not part:
        return ()
    figure = Figure(label, money(part))
    if total == part:
        return (figure,)
    if total > part:
        return (figure, Figure(gettext("Sobra en la lista"), money(total - part)))
    return (figure, Figure(gettext("Falta en la lista"), money(part - total)))
