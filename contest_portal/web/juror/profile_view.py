"""The sections of a business profile as tables to read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext

from contest_portal.applications.rules.profile import Costed, Profile, Purchase, total_of
from contest_portal.applications.rules.quotations import is_cheapest
from contest_portal.kernel.quantities import Quantity
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.labels import ASSET_KIND_LABELS, COUNTERPART_KIND_LABELS, PROBLEM_KIND_LABELS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table component."""

    key: str
    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A section: its rows as texts by column, and the totals row when it has amounts."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[dict[str, str], ...]
    footer: dict[str, str] | None = None


def profile_tables(profile: Profile) -> tuple[ProfileTable, ...]:
    """Give the sections that the group filled in, in the order of the form."""
    return tuple(table for table in (*_business(profile), *_plan(profile)) if table.rows)


def _business(profile: Profile) -> Iterator[ProfileTable]:
    yield _texts(
        gettext("Situación y perspectiva"),
        (gettext("Hoy"), gettext("Lo que esperan")),
        [(row.today, row.expected) for row in profile.situation],
    )
    yield _amounts(
        gettext("Lo que el grupo ya tiene"),
        profile.assets,
        [
            _kind(ASSET_KIND_LABELS, asset.kind, _quantity(asset.description, asset.quantity, asset.unit))
            for asset in profile.assets
        ],
    )
    yield _texts(
        gettext("Problemas y soluciones"),
        (gettext("Tema"), gettext("Problema"), gettext("Solución")),
        [(gettext(PROBLEM_KIND_LABELS[d.kind.value]), d.problem, d.solution) for d in profile.problems],
    )


def _plan(profile: Profile) -> Iterator[ProfileTable]:
    yield _amounts(
        gettext("Asistencia técnica"),
        profile.assistance,
        [
            gettext(
                "%(subject)s, con %(specialist)s, %(days)s días. Resultado esperado: %(result)s",
                subject=row.subject,
                specialist=row.specialist,
                days=str(row.days),
                result=row.expected_result,
            )
            for row in profile.assistance
        ],
    )
    yield _purchases(gettext("Bienes por comprar"), profile.goods)
    yield _texts(
        gettext("Cotizaciones de los proveedores"),
        (gettext("Bien"), gettext("Proveedor"), gettext("Monto por todo"), gettext("Comparación")),
        [
            (
                one.goods,
                one.supplier,
                "" if one.amount is None else money(one.amount),
                gettext("La más barata") if is_cheapest(one, profile) else "",
            )
            for one in profile.quotations
        ],
    )
    yield _amounts(
        gettext("Ventas de un año"),
        profile.sales,
        [_quantity(row.product, row.quantity, row.unit) for row in profile.sales],
    )
    yield _purchases(gettext("Costos de un año"), profile.costs)
    yield _amounts(
        gettext("Contrapartida del grupo"),
        profile.counterpart,
        [_kind(COUNTERPART_KIND_LABELS, row.kind, row.description) for row in profile.counterpart],
    )


def _purchases(title: str, rows: Sequence[Purchase]) -> ProfileTable:
    return _amounts(title, rows, [_quantity(row.description, row.quantity, row.unit) for row in rows])


def _kind(labels: Mapping[str, str], kind: StrEnum, text: str) -> str:
    return f"{gettext(labels[kind.value])}: {text}"


def _quantity(what: str, quantity: Quantity | None, unit: str) -> str:
    return f"{what} ({quantity} {unit})"


def _texts(title: str, labels: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> ProfileTable:
    columns = tuple(Column(f"c{number}", label) for number, label in enumerate(labels))
    keyed = tuple({f"c{number}": text for number, text in enumerate(row)} for row in rows)
    return ProfileTable(title, columns, keyed)


def _amounts(title: str, rows: Sequence[Costed], texts: Sequence[str]) -> ProfileTable:
    columns = (Column("what", gettext("Descripción")), Column("total", gettext("Monto"), numeric=True))
    keyed = tuple({"what": text, "total": money(row.total)} for text, row in zip(texts, rows, strict=True))
    footer = {"what": gettext("Total"), "total": money(total_of(rows))}
    return ProfileTable(title, columns, keyed, footer)
