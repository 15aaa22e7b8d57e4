"""The rows of a profile's tables: a row left blank is no row, a row begun is kept as far as it goes."""

from flask_babel import lazy_gettext
from wtforms import SelectField

from contest_portal.applications.rules.profile import (
    Asset,
    AssetKind,
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Prospect,
    Purchase,
    Quotation,
    Sale,
)
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    DayField,
    MoneyField,
    QuantityField,
    RucField,
    worded_choices,
)
from contest_portal.web.shared.labels import (
    ASSET_KIND_LABELS,
    COUNTERPART_KIND_LABELS,
    PROBLEM_KIND_LABELS,
)
from contest_portal.web.shared.rows import RowForm

_TALL = {"rows": 3}


class ProfileRow(RowForm):
    """A row of a table of a profile."""

    def record(self) -> object:
        """Give the row as the profile keeps it. Only for a valid row that is not blank."""
        raise NotImplementedError


class ProspectRow(ProfileRow):
    """How something is today and what the group expects."""

    today = CleanTextAreaField(lazy_gettext("Cómo es hoy"), letters=10_000)
    expected = CleanTextAreaField(lazy_gettext("Qué esperan lograr"), letters=10_000)

    def record(self) -> Prospect:
        return Prospect(today=self.today.data or "", expected=self.expected.data or "")


class AssetRow(ProfileRow):
    """Something the group has."""

    kind = SelectField(lazy_gettext("Tipo"), choices=worded_choices(ASSET_KIND_LABELS, AssetKind))
    description = CleanTextAreaField(lazy_gettext("Qué es"), letters=10_000)
    unit = CleanTextField(lazy_gettext("Unidad"), letters=200)
    quantity = QuantityField(lazy_gettext("Cantidad"))
    unit_cost = MoneyField(lazy_gettext("Valor de cada uno"))

    def record(self) -> Asset:
        return Asset(
            kind=AssetKind(self.kind.data),
            description=self.description.data or "",
            unit=self.unit.data or "",
            quantity=self.quantity.data,
            unit_cost=self.unit_cost.data,
        )


class DifficultyRow(ProfileRow):
    """A problem and its solution."""

    kind = SelectField(lazy_gettext("Tipo"), choices=worded_choices(PROBLEM_KIND_LABELS, ProblemKind))
    problem = CleanTextAreaField(lazy_gettext("Problema"), letters=10_000)
    solution = CleanTextAreaField(lazy_gettext("Solución"), letters=10_000)

    def record(self) -> Difficulty:
        return Difficulty(
            kind=ProblemKind(self.kind.data),
            problem=self.problem.data or "",
            solution=self.solution.data or "",
        )


class AssistanceRow(ProfileRow):
    """An activity of technical assistance."""

    subject = CleanTextAreaField(lazy_gettext("Tema"), render_kw=_TALL, letters=10_000)
    expected_result = CleanTextAreaField(lazy_gettext("Resultado esperado"), render_kw=_TALL, letters=10_000)
    specialist = CleanTextField(
        lazy_gettext("Especialista"),
        letters=1_000,
    )
    days = QuantityField(lazy_gettext("Días"))
    cost_per_day = MoneyField(lazy_gettext("Costo por día"))

    def record(self) -> Assistance:
        return Assistance(
            subject=self.subject.data or "",
            expected_result=self.expected_result.data or "",
            specialist=self.specialist.data or "",
            days=self.days.data,
            cost_per_day=self.cost_per_day.data,
        )


class PurchaseRow(ProfileRow):
    """Goods to buy, or a yearly cost."""

    description = CleanTextField(lazy_gettext("Qué es"), letters=1_000)
    unit = CleanTextField(lazy_gettext("Unidad"), letters=200)
    quantity = QuantityField(lazy_gettext("Cantidad"))
    unit_cost = MoneyField(lazy_gettext("Costo de cada uno"))

    def record(self) -> Purchase:
        return Purchase(
            description=self.description.data or "",
            unit=self.unit.data or "",
            quantity=self.quantity.data,
            unit_cost=self.unit_cost.data,
        )


class QuotationRow(ProfileRow):
    """What a supplier asks for goods of the list."""

    goods = CleanTextField(
        lazy_gettext("Bien, como en la lista"), render_kw={"list": "goods-to-quote"}, letters=1_000
    )
    supplier = CleanTextField(lazy_gettext("Proveedor"), letters=1_000)
    ruc = RucField(lazy_gettext("RUC, si tiene"))
    amount = MoneyField(lazy_gettext("Monto por todo"))
    quoted_on = DayField(lazy_gettext("Fecha"))

    def record(self) -> Quotation:
        return Quotation(
            goods=self.goods.data or "",
            supplier=self.supplier.data or "",
            ruc=self.ruc.data or "",
            amount=self.amount.data,
            quoted_on=self.quoted_on.data,
        )


class SaleRow(ProfileRow):
    """What the group expects to sell in a year."""

    product = CleanTextField(lazy_gettext("Producto"), letters=1_000)
    unit = CleanTextField(lazy_gettext("Unidad"), letters=200)
    quantity = QuantityField(lazy_gettext("Cantidad al año"))
    price = MoneyField(lazy_gettext("Precio de cada uno"))

    def record(self) -> Sale:
        return Sale(
            product=self.product.data or "",
            unit=self.unit.data or "",
            quantity=self.quantity.data,
            price=self.price.data,
        )


class CounterpartRow(ProfileRow):
    """What the group adds."""

    kind = SelectField(lazy_gettext("Tipo"), choices=worded_choices(COUNTERPART_KIND_LABELS, CounterpartKind))
    description = CleanTextField(lazy_gettext("Qué aportan"), letters=1_000)
    amount = MoneyField(lazy_gettext("Valor"))

    def record(self) -> Counterpart:
        return Counterpart(
            kind=CounterpartKind(self.kind.data),
            description=self.description.data or "",
            amount=self.amount.data,
        )
