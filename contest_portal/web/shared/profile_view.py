"""A profile to be read: each section as facts and tables, the same for the group, the office and the jury."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import Costed, Profile, SectionCode, total_of
from contest_portal.applications.rules.quotations import is_cheapest
from contest_portal.contests.rules.profile_form import FormSection
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.web.shared.answers_view import answered_pairs
from contest_portal.web.shared.filters import day, money
from contest_portal.web.shared.labels import (
    ASSET_KIND_LABELS,
    COUNTERPART_KIND_LABELS,
    PROBLEM_KIND_LABELS,
)

Row = dict[str, str]
NOT_YET = "—"
"""What stands in a cell that the group has not filled in."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of a section, ready to print; `footer` carries its total."""

    caption: str
    columns: tuple[dict[str, object], ...]
    rows: tuple[Row, ...]
    footer: Row | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: pairs of term and value, then tables."""

    code: str
    title: str
    pairs: tuple[tuple[str, str | None], ...]
    tables: tuple[TableView, ...]


def profile_sections(choice: Choice, profile: Profile, rulebook: Rulebook) -> tuple[SectionView, ...]:
    """Give every section that the contest asks for, in the order of its form; of its questions those that are asked."""
    return tuple(_section(section, choice, profile, rulebook) for section in rulebook.form.sections)


def _section(section: FormSection, choice: Choice, profile: Profile, rulebook: Rulebook) -> SectionView:
    usual = _usual(section.code, choice, profile, rulebook)
    if section.quotations:
        usual = _with_quotations(usual, profile)
    answers = answered_pairs(section, profile, rulebook.form)
    return replace(usual, title=gettext(section.name), pairs=(*usual.pairs, *answers))


def _with_quotations(goods: SectionView, profile: Profile) -> SectionView:
    """Add what suppliers ask, the cheapest offer for each of the goods marked as such."""
    rows = [
        {
            "goods": one.goods,
            "supplier": f"{one.supplier} (RUC {one.ruc})" if one.ruc else one.supplier,
            "day": NOT_YET if one.quoted_on is None else day(one.quoted_on),
            "total": _amount(one.amount),
            "note": gettext("La más barata") if is_cheapest(one, profile) else "",
        }
        for one in profile.quotations
    ]
    columns = [
        ("goods", gettext("Bien")),
        ("supplier", gettext("Proveedor")),
        ("day", gettext("Fecha")),
        ("total", gettext("Monto por todo")),
        ("note", gettext("Comparación")),
    ]
    table = _table(gettext("Cotizaciones de los proveedores"), columns, rows)
    reason = (gettext("Por qué no eligen al más barato"), profile.quotations_reason or None)
    return replace(goods, pairs=(*goods.pairs, reason), tables=(*goods.tables, table))


def _usual(code: str, choice: Choice, profile: Profile, rulebook: Rulebook) -> SectionView:
    if code == SectionCode.CHOICE:
        return _choice(choice, profile, rulebook)
    if code == SectionCode.BUDGET:
        return _budget(profile, rulebook)
    return _TABLES[code](profile) if code in _TABLES else SectionView(code, "", (), ())


def _choice(choice: Choice, profile: Profile, rulebook: Rulebook) -> SectionView:
    category = {item.code: item.name for item in rulebook.categories}.get(choice.category_code or "")
    line = {item.code: item.name for item in rulebook.lines}.get(choice.line_code or "")
    pairs = (
        (gettext("Nombre del negocio"), choice.title or None),
        (gettext("Categoría"), category),
        (gettext("Línea de producción"), line),
        (gettext("De qué trata"), profile.summary or None),
    )
    return SectionView(SectionCode.CHOICE, "", pairs, ())


def _situation(profile: Profile) -> SectionView:
    table = _table(
        gettext("Cómo es hoy y qué esperan lograr"),
        [("today", gettext("Cómo es hoy")), ("expected", gettext("Qué esperan lograr"))],
        [{"today": row.today, "expected": row.expected} for row in profile.situation],
    )
    return _of_tables(SectionCode.SITUATION, table)


def _assets(profile: Profile) -> SectionView:
    rows = [
        {
            "description": row.description,
            "kind": gettext(ASSET_KIND_LABELS[row.kind]),
            **_costed(row.quantity, row.unit, row.unit_cost, row.total),
        }
        for row in profile.assets
    ]
    columns = [("description", gettext("Qué es")), ("kind", gettext("Tipo")), *_cost_columns()]
    table = _table(gettext("Bienes que el grupo ya tiene"), columns, rows, profile.assets)
    return _of_tables(SectionCode.ASSETS, table)


def _problems(profile: Profile) -> SectionView:
    rows = [
        {
            "problem": row.problem,
            "kind": gettext(PROBLEM_KIND_LABELS[row.kind]),
            "solution": row.solution,
        }
        for row in profile.problems
    ]
    columns = [
        ("problem", gettext("Problema")),
        ("kind", gettext("Tipo")),
        ("solution", gettext("Solución")),
    ]
    table = _table(gettext("Problemas del negocio y su solución"), columns, rows)
    return _of_tables(SectionCode.PROBLEMS, table)


def _assistance(profile: Profile) -> SectionView:
    rows = [
        {
            "subject": row.subject,
            "expected": row.expected_result,
            "specialist": row.specialist,
            "quantity": NOT_YET if row.days is None else gettext("%(days)s días", days=str(row.days)),
            "unit_cost": _amount(row.cost_per_day),
            "total": money(row.total),
        }
        for row in profile.assistance
    ]
    columns = [
        ("subject", gettext("Tema")),
        ("expected", gettext("Resultado esperado")),
        ("specialist", gettext("Especialista")),
        *_cost_columns(),
    ]
    table = _table(gettext("Actividades de asistencia técnica"), columns, rows, profile.assistance)
    return _of_tables(SectionCode.ASSISTANCE, table)


def _goods(profile: Profile) -> SectionView:
    rows = [
        {"description": row.description, **_costed(row.quantity, row.unit, row.unit_cost, row.total)}
        for row in profile.goods
    ]
    columns = [("description", gettext("Qué es")), *_cost_columns()]
    table = _table(gettext("Bienes por comprar con el fondo"), columns, rows, profile.goods)
    return _of_tables(SectionCode.GOODS, table)


def _sales(profile: Profile) -> SectionView:
    sales = [
        {"description": row.product, **_costed(row.quantity, row.unit, row.price, row.total)}
        for row in profile.sales
    ]
    costs = [
        {"description": row.description, **_costed(row.quantity, row.unit, row.unit_cost, row.total)}
        for row in profile.costs
    ]
    columns = [("description", gettext("Qué es")), *_cost_columns()]
    tables = (
        _table(gettext("Ventas de un año"), columns, sales, profile.sales),
        _table(gettext("Costos de un año"), columns, costs, profile.costs),
    )
    pairs = ((gettext("Ganancia de un año (ventas menos costos)"), money(profile.yearly_profit)),)
    return SectionView(SectionCode.SALES, "", pairs, tables)


def _counterpart(profile: Profile) -> SectionView:
    rows = [
        {
            "description": row.description,
            "kind": gettext(COUNTERPART_KIND_LABELS[row.kind]),
            "total": _amount(row.amount),
        }
        for row in profile.counterpart
    ]
    columns = [
        ("description", gettext("Qué aportan")),
        ("kind", gettext("Tipo")),
        ("total", gettext("Valor")),
    ]
    table = _table(gettext("Aporte del grupo"), columns, rows, profile.counterpart)
    return _of_tables(SectionCode.COUNTERPART, table)


def _budget(profile: Profile, rulebook: Rulebook) -> SectionView:
    rules = rulebook.budget
    pairs = (
        (gettext("Monto solicitado"), money(profile.requested) if profile.requested else None),
        (
            gettext("Para bienes (%(percent)s %%)", percent=str(rules.goods_percent)),
            money(profile.requested_goods),
        ),
        (
            gettext("Para asistencia técnica (%(percent)s %%)", percent=str(rules.assistance_percent)),
            money(profile.requested_assistance),
        ),
        (gettext("Aporte del grupo"), money(total_of(profile.counterpart))),
    )
    return SectionView(SectionCode.BUDGET, "", pairs, ())


def _cost_columns() -> list[tuple[str, str]]:
    return [
        ("quantity", gettext("Cantidad")),
        ("unit_cost", gettext("Cada uno")),
        ("total", gettext("Total")),
    ]


def _costed(quantity: Quantity | None, unit: str, unit_cost: Money | None, total: Money) -> Row:
    many = NOT_YET if quantity is None else str(quantity)
    return {
        "quantity": f"{many} ({unit})" if unit else many,
        "unit_cost": _amount(unit_cost),
        "total": money(total),
    }


def _amount(amount: Money | None) -> str:
    return NOT_YET if amount is None else money(amount)


def _table(
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    costed: Iterable[Costed] | None = None,
) -> TableView:
    footer = None
    if costed is not None and rows:
        footer = {columns[0][0]: gettext("Total"), "total": money(total_of(costed))}
    return TableView(
        caption=caption,
        columns=tuple(
            {"key": key, "label": label, "numeric": key in ("quantity", "unit_cost", "total")}
            for key, label in columns
        ),
        rows=tuple(rows),
        footer=footer,
    )


def _of_tables(code: str, *tables: TableView) -> SectionView:
    return SectionView(code, "", (), tables)


_TABLES: Mapping[str, Callable[[Profile], SectionView]] = {
    SectionCode.SITUATION: _situation,
    SectionCode.ASSETS: _assets,
    SectionCode.PROBLEMS: _problems,
    SectionCode.ASSISTANCE: _assistance,
    SectionCode.GOODS: _goods,
    SectionCode.SALES: _sales,
    SectionCode.COUNTERPART: _counterpart,
}
