"""The shape of an export."""

from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.consent import Purpose
from contest_portal.registry.rules.exports import LONGEST_REASON, Content, ExportOrder, FileFormat
from contest_portal.web.shared.fields import CleanTextAreaField, required, worded_choices
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.staff.registry_consents_forms import PURPOSE_LABELS

CONTENT_LABELS = {
    "households": N_("Hogares: una fila por hogar, con su jefe"),
    "persons": N_("Personas: una fila por integrante"),
}
FORMAT_LABELS = {"csv": N_("CSV, de cualquier tamaño"), "xlsx": N_("Excel (XLSX), hasta un millón de filas")}


class ExportForm(PortalForm):
    """What to take away, how, and why."""

    content = RadioField(
        lazy_gettext("¿Qué se lleva?"),
        [InputRequired(lazy_gettext("Elija hogares o personas."))],
        choices=worded_choices(CONTENT_LABELS, CONTENT_LABELS),
        default="households",
    )
    file_format = RadioField(
        lazy_gettext("¿En qué formato?"),
        [InputRequired(lazy_gettext("Elija CSV o Excel."))],
        choices=worded_choices(FORMAT_LABELS, FORMAT_LABELS),
        default="csv",
    )
    purpose = RadioField(
        lazy_gettext("¿Para qué uso?"),
        [InputRequired(lazy_gettext("Elija para qué uso."))],
        choices=worded_choices(PURPOSE_LABELS, PURPOSE_LABELS),
        default="work",
        description=lazy_gettext("Quien no consintió en ese uso sale sin nombre ni DNI, y se cuenta."),
    )
    reason = CleanTextAreaField(
        lazy_gettext("¿Para qué?"),
        [required(N_("Escriba para qué necesita estos datos y quién los pidió; quedará en el registro."))],
        description=lazy_gettext(
            "Por ejemplo: visita de campo a los hogares de Lircay, pedida por la jefatura."
        ),
        render_kw={"maxlength": LONGEST_REASON},
        column="export_request.reason",
    )
    has_dni = BooleanField(lazy_gettext("Incluir los DNI completos"))

    def order(self, asked: dict[str, str]) -> ExportOrder:
        """Give what is asked for."""
        return ExportOrder(
            content=Content(self.content.data),
            file_format=FileFormat(self.file_format.data),
            filter=asked,
            reason=self.reason.data or "",
            purpose=Purpose(self.purpose.data),
            has_dni="has_dni" in self and bool(self.has_dni.data),
        )
