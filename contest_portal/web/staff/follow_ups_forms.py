"""The forms of what comes after an award."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField

from contest_portal.applications.rules.attachments import MAX_BYTES
from contest_portal.awards.agreed import BudgetItem
from contest_portal.awards.services.amend_agreement import Amending
from contest_portal.awards.services.note_expense import Spent
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    DayField,
    MoneyField,
    RucField,
    required,
    worded_choices,
)
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.follow_up_labels import CHANGE_LABELS, OTHER_ITEM, VOUCHER_LABELS
from contest_portal.web.shared.forms import PortalForm, VersionedForm
from contest_portal.web.shared.labels import COUNTERPART_KIND_LABELS


class SignForm(PortalForm):
    """When the agreement was signed, and the paper itself."""

    signed_on = DayField(lazy_gettext("Día de la firma"), [required(N_("Escriba el día en que se firmó."))])
    scan = FileField(
        lazy_gettext("Convenio firmado, escaneado"),
        description=lazy_gettext("Un PDF o una foto de hasta 10 MB. Puede anotar la firma sin él."),
    )

    @property
    def scanned(self) -> tuple[bytes, str] | None:
        """Give the bytes of the scan, one more than allowed at most, and its name; None without."""
        if not self.scan.data:
            return None
        return self.scan.data.read(MAX_BYTES + 1), self.scan.data.filename or ""


class AccountForm(VersionedForm):
    """The account to which an award is transferred."""

    bank = CleanTextField(
        lazy_gettext("Banco o caja"),
        [required(N_("Escriba el nombre del banco o de la caja."))],
        letters=100,
    )
    cci = CleanTextField(
        lazy_gettext("Código de cuenta interbancario (CCI)"),
        [required(N_("Escriba los 20 dígitos del CCI."))],
        description=lazy_gettext("Veinte dígitos, como en el comprobante del banco."),
        letters=40,
    )
    holder = CleanTextField(
        lazy_gettext("A nombre de"),
        [required(N_("Escriba a nombre de quién está la cuenta."))],
        letters=200,
    )


class AmountForm(PortalForm):
    """An amount, its day and the paper that shows it."""

    amount = MoneyField(lazy_gettext("Monto"), [required(N_("Escriba el monto."))])
    on_date = DayField(lazy_gettext("Día"), [required(N_("Escriba el día."))])


class CounterpartForm(AmountForm):
    """What a group put in of its own."""

    kind = RadioField(
        lazy_gettext("En qué"),
        choices=worded_choices(COUNTERPART_KIND_LABELS, COUNTERPART_KIND_LABELS),
        validate_choice=False,
    )
    voucher = CleanTextField(
        lazy_gettext("Qué papel lo muestra"),
        [required(N_("Escriba qué papel lo muestra."))],
        description=lazy_gettext("Por ejemplo: voucher 0012, acta de jornales 3."),
        column="counterpart_deposit.voucher",
    )


class ReturnForm(AmountForm):
    """What a group gave back."""

    voucher = CleanTextField(
        lazy_gettext("Número de operación del depósito"),
        [required(N_("Escriba el número de operación del banco."))],
        column="award_return.voucher",
    )


class ExpenseForm(AmountForm):
    """A line of the accounts."""

    supplier = CleanTextField(
        lazy_gettext("A quién se pagó"), [required(N_("Escriba a quién se pagó."))], column="expense.supplier"
    )
    voucher_kind = SelectField(
        lazy_gettext("Comprobante"),
        choices=worded_choices(VOUCHER_LABELS, VOUCHER_LABELS, nothing=N_("Elija el tipo")),
        validate_choice=False,
    )
    ruc = RucField(
        lazy_gettext("RUC de quien lo dio"),
        description=lazy_gettext("Vacío solo en una declaración jurada."),
    )
    voucher_number = CleanTextField(
        lazy_gettext("Serie y número"),
        [required(N_("Escriba la serie y el número."))],
        description=lazy_gettext("Por ejemplo F001-23."),
        column="expense.voucher_number",
    )
    item = SelectField(lazy_gettext("Rubro del presupuesto"), validate_choice=False)

    def offer(self, items: Iterable[BudgetItem]) -> None:
        """Offer the items of the budget."""
        named = {item.code: item.name or gettext(OTHER_ITEM) for item in items}
        self.item.choices = {"": gettext("Elija el rubro")} | named

    def spent(self) -> Spent:
        """Give what was typed; call after the form is valid."""
        return Spent(
            on_date=self.on_date.data,
            supplier=self.supplier.data or "",
            ruc=self.ruc.data or "",
            voucher_kind=self.voucher_kind.data or "",
            voucher_number=self.voucher_number.data or "",
            amount=self.amount.data,
            item=self.item.data or "",
        )


class PaymentForm(PortalForm):
    """That a transfer was paid."""

    paid_on = DayField(lazy_gettext("Día del pago"), [required(N_("Escriba el día del pago."))])
    operation = CleanTextField(
        lazy_gettext("Número de operación"),
        [required(N_("Escriba el número de operación del banco."))],
        column="instalment.operation",
    )


class AmendForm(PortalForm):
    """What of an agreement changes, and why."""

    kind = RadioField(
        lazy_gettext("Qué cambia"),
        choices=worded_choices(CHANGE_LABELS, CHANGE_LABELS),
        validate_choice=False,
    )
    ends_on = DayField(
        lazy_gettext("Nuevo fin del plazo"), description=lazy_gettext("Solo si el cambio es de plazo.")
    )
    items = CleanTextAreaField(
        lazy_gettext("Cómo quedan los rubros"),
        description=lazy_gettext("Solo si el cambio es de rubros."),
        column="agreement_change.items",
    )
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"), [required(N_("Escriba el motivo."))], column="agreement_change.reason"
    )

    def change(self) -> Amending:
        """Give what was typed; call after the form is valid."""
        return Amending(
            self.kind.data or "", self.ends_on.data, self.items.data or "", self.reason.data or ""
        )


class ReasonForm(PortalForm):
    """Why something is taken back."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"), [required(N_("Escriba el motivo."))], column="expense.void_reason"
    )


class CloseForm(PortalForm):
    """What the memo adds."""

    remarks = CleanTextAreaField(
        lazy_gettext("Observaciones"),
        description=lazy_gettext("Por ejemplo, qué bienes quedan al grupo. Puede quedar vacío."),
        letters=10_000,
    )


class SettleForm(PortalForm):
    """Why less than the award was transferred; without a rest the accounts say it all, and nothing is asked."""

    reason = CleanTextAreaField(
        lazy_gettext("Por qué no se transfiere el resto"),
        [required(N_("Escriba el motivo."))],
        column="award_release.reason",
    )

    @classmethod
    def of(cls, rest: Money) -> "SettleForm":
        """Ask for the reason only where something is left."""
        form = cls()
        if rest:
            form.reason.description = gettext(
                "%(rest)s no se transfirieron y vuelven al sobre de su categoría.", rest=money(rest)
            )
        else:
            del form.reason
        return form
