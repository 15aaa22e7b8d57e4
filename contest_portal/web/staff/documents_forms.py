"""The forms of the documents of a contest."""

from flask_babel import lazy_gettext

from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.awards.rules.terms import DEFAULT_TERMS, AgreementTerms
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    InstantField,
    WholeNumberField,
    required,
)
from contest_portal.web.shared.forms import PortalForm


class ActaForm(PortalForm):
    """What the office tells of the jury's session."""

    place = CleanTextField(
        lazy_gettext("Lugar de la sesión"),
        [required(N_("Escriba el lugar donde sesionó el jurado."))],
        description=lazy_gettext(
            "El local, el centro poblado y el distrito, por ejemplo: Local comunal de Anta, distrito de Anta."
        ),
        letters=200,
    )
    opened_at = InstantField(
        lazy_gettext("Inicio de la sesión"), [required(N_("Escriba el día y la hora de inicio."))]
    )
    closed_at = InstantField(
        lazy_gettext("Cierre de la sesión"), [required(N_("Escriba el día y la hora de cierre."))]
    )
    remarks = CleanTextAreaField(
        lazy_gettext("Otras constancias"),
        description=lazy_gettext("Lo que el jurado acordó o pidió que conste. Un párrafo por línea."),
        letters=10_000,
    )

    def told(self) -> JurySession:
        """Give the session as typed; call after the form is valid."""
        opened_at, closed_at = self.opened_at.data, self.closed_at.data
        if opened_at is None or closed_at is None:
            raise ValueError("the form is not valid")
        return JurySession(
            opened_at=opened_at,
            closed_at=closed_at,
            place=self.place.data or "",
            remarks=self.remarks.data or "",
        )


class AgreementsForm(PortalForm):
    """The terms common to the agreements of a contest."""

    months = WholeNumberField(
        lazy_gettext("Plazo de ejecución, en meses"),
        [required(N_("Escriba el plazo en meses."))],
        default=DEFAULT_TERMS.months,
    )
    first_percent = WholeNumberField(
        lazy_gettext("Primera transferencia, en porcentaje de lo adjudicado"),
        [required(N_("Escriba el porcentaje de la primera transferencia."))],
        description=lazy_gettext(
            "El resto se transfiere con el informe de avance aprobado. Con 100 hay una sola transferencia."
        ),
        default=DEFAULT_TERMS.first_percent,
    )

    def terms(self) -> AgreementTerms:
        """Give the terms as typed; call after the form is valid."""
        return AgreementTerms(months=self.months.data or 0, first_percent=self.first_percent.data or 0)


class VoidForm(PortalForm):
    """Why a document is voided."""

    reason = CleanTextField(
        lazy_gettext("Motivo de la anulación"),
        [required(N_("Escriba por qué se anula el documento."))],
        description=lazy_gettext(
            "Queda a la vista de quien verifique el documento: no escriba nombres ni DNI."
        ),
        column="document.void_reason",
    )
