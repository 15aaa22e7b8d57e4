"""The rows of a profile's tables: a row left blank is no row, a row begun must be whole."""

from flask_babel import lazy_gettext
from wtforms import SelectField

from contest_portal.applications.rules.completeness import MAX_QUANTITY
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
    Sale,
)
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    MoneyField,
    WholeNumberField,
    amount_in,
    worded_choices,
)
from contest_portal.web.shared.labels import (
    ASSET_KIND_LABELS,
    COUNTERPART_KIND_LABELS,
    PROBLEM_KIND_LABELS,
)
from contest_portal.web.shared.rows import RowForm, filled


class QuantityField(WholeNumberField):
    """A count of 1 or more."""

    least, most = 1, MAX_QUANTITY
    refusal = N_("«%(value)s» no vale como cantidad. Escriba un número entero de 1 a %(max)s.")


_TALL = {"rows": 3}
_DESCRIBE = N_("Escriba qué es.")
_UNIT = N_("Escriba la unidad, por ejemplo «unidad» o «kilo».")
_COUNT = N_("Escriba la cantidad.")
_COST = N_("Escriba el costo de cada uno.")


class ProfileRow(RowForm):
    """A row of a table of a profile."""

    def record(self) -> object:
        """Give the row as the profile keeps it. Only for a valid row that is not blank."""
        raise NotImplementedError


class ProspectRow(ProfileRow):
    """How something is today and what the group expects."""

    today = CleanTextAreaField(lazy_gettext("Cómo es hoy"), [filled(N_("Escriba cómo es hoy."))])
    expected = CleanTextAreaField(
        lazy_gettext("Qué esperan lograr"), [filled(N_("Escriba qué esperan lograr."))]
    )

    def record(self) -> Prospect:
        return Prospect(today=self.today.data or "", expected=self.expected.data or "")


class AssetRow(ProfileRow):
    """Something the group has."""

    kind = SelectField(lazy_gettext("Tipo"), choices=worded_choices(ASSET_KIND_LABELS, AssetKind))
    description = CleanTextAreaField(lazy_gettext("Qué es"), [filled(_DESCRIBE)])
    unit = CleanTextField(lazy_gettext("Unidad"), [filled(_UNIT)])
    quantity = QuantityField(lazy_gettext("Cantidad"), [filled(_COUNT)])
    unit_cost = MoneyField(lazy_gettext("Valor de cada uno"), [filled(_COST)])

    def record(self) -> Asset:
        return Asset(
            kind=AssetKind(self.kind.data),
            description=self.description.data or "",
            unit=self.unit.data or "",
            quantity=self.quantity.data or 0,
            unit_cost=amount_in(self.unit_cost),
        )


class DifficultyRow(ProfileRow):
    """A problem and its solution."""

    kind = SelectField(lazy_gettext("Tipo"), choices=worded_choices(PROBLEM_KIND_LABELS, ProblemKind))
    problem = CleanTextAreaField(lazy_gettext("Problema"), [filled(N_("Escriba el problema."))])
    solution = CleanTextAreaField(lazy_gettext("Solución"), [filled(N_("Escriba cómo lo van a resolver."))])

    def record(self) -> Difficulty:
        return Difficulty(
            kind=ProblemKind(self.kind.data),
            problem=self.problem.data or "",
            solution=self.solution.data or "",
        )


class AssistanceRow(ProfileRow):
    """An activity of technical assistance."""

    subject = CleanTextAreaField(
        lazy_gettext("Tema"), [filled(N_("Escriba el tema de la capacitación."))], render_kw=_TALL
    )
    expected_result = CleanTextAreaField(
        lazy_gettext("Resultado esperado"), [filled(N_("Escriba qué resultado esperan."))], render_kw=_TALL
    )
    specialist = CleanTextField(
        lazy_gettext("Especialista"),
        [filled(N_("Escriba quién la dará, por ejemplo «técnico agropecuario»."))],
    )
    days = QuantityField(lazy_gettext("Días"), [filled(N_("Escriba cuántos días."))])
    cost_per_day = MoneyField(lazy_gettext("Costo por día"), [filled(N_("Escriba el costo por día."))])

    def record(self) -> Assistance:
        return Assistance(
            subject=self.subject.data or "",
            expected_result=self.expected_result.data or "",
            specialist=self.specialist.data or "",
            days=self.days.data or 0,
            cost_per_day=amount_in(self.cost_per_day),
        )


class PurchaseRow(ProfileRow):
    """Goods to buy, or a yearly cost."""

    description = CleanTextField(lazy_gettext("Qué es"), [filled(_DESCRIBE)])
    unit = CleanTextField(lazy_gettext("Unidad"), [filled(_UNIT)])
    quantity = QuantityField(lazy_gettext("Cantidad"), [filled(_COUNT)])
    unit_cost = MoneyField(lazy_gettext("Costo de cada uno"), [filled(_COST)])

    def record(self) -> Purchase:
        return Purchase(
            description=self.description.data or "",
            unit=self.unit.data or "",
            quantity=self.quantity.data or 0,
            unit_cost=amount_in(self.unit_cost),
        )


class SaleRow(ProfileRow):
    """What the group expects to sell in a year."""

    product = CleanTextField(lazy_gettext("Producto"), [filled(N_("Escriba qué van a vender."))])
    unit = CleanTextField(lazy_gettext("Unidad"), [filled(_UNIT)])
    quantity = QuantityField(lazy_gettext("Cantidad al año"), [filled(_COUNT)])
    price = MoneyField(lazy_gettext("Precio de cada uno"), [filled(N_("Escriba el precio de cada uno."))])

    def record(self) -> Sale:
        return Sale(
            product=self.product.data or "",
            unit=self.unit.data or "",
            quantity=self.quantity.data or 0,
            price=amount_in(self.price),
        )


class CounterpartRow(ProfileRow):
    """What the group adds."""

    kind = SelectField(lazy_gettext("Tipo"), choices=worded_choices(COUNTERPART_KIND_LABELS, CounterpartKind))
    description = CleanTextField(lazy_gettext("Qué aportan"), [filled(N_("Escriba qué aportan."))])
    amount = MoneyField(lazy_gettext("Valor"), [filled(N_("Escriba cuánto vale en soles."))])

    def record(self) -> Counterpart:
        return Counterpart(
            kind=CounterpartKind(self.kind.data),
            description=self.description.data or "",
            amount=amount_in(self.amount),
        )
