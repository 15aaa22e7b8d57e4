"""The shape of an office."""

from flask_babel import lazy_gettext

from contest_portal.accounts.rules.office import OfficeDetails
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, RucField, required
from contest_portal.web.shared.forms import PortalForm, VersionedForm


class OfficeForm(PortalForm):
    """An office as its documents show it."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código de la unidad."))],
        description=lazy_gettext(
            "Mayúsculas sin tilde, números y guiones, por ejemplo UT-LIRCAY. Será parte del número de cada "
            "documento y no cambia después del primero."
        ),
        column="office.code",
    )
    name = CleanTextField(
        lazy_gettext("Nombre de la unidad"),
        [required(N_("Escriba el nombre de la unidad."))],
        column="office.name",
    )
    programme = CleanTextField(
        lazy_gettext("Programa"),
        [required(N_("Escriba el nombre del programa."))],
        description=lazy_gettext("Encabeza los documentos, encima del nombre de la unidad."),
        column="office.programme",
    )
    city = CleanTextField(
        lazy_gettext("Ciudad"),
        [required(N_("Escriba la ciudad."))],
        description=lazy_gettext("La que va en la fecha de los documentos."),
        column="office.city",
    )
    address = CleanTextField(
        lazy_gettext("Dirección"), [required(N_("Escriba la dirección."))], column="office.address"
    )
    ruc = RucField(lazy_gettext("RUC"))
    signer_name = CleanTextField(
        lazy_gettext("Quien firma"),
        [required(N_("Escriba los nombres y apellidos de quien firma."))],
        description=lazy_gettext("Nombres y apellidos. Firma las resoluciones y los convenios."),
        column="office.signer_name",
    )
    signer_title = CleanTextField(
        lazy_gettext("Cargo de quien firma"),
        [required(N_("Escriba el cargo de quien firma."))],
        column="office.signer_title",
    )

    @property
    def details(self) -> OfficeDetails:
        """Give what was typed; only for a form that was checked."""
        return OfficeDetails(
            code=self.code.data or "",
            name=self.name.data or "",
            programme=self.programme.data or "",
            city=self.city.data or "",
            address=self.address.data or "",
            ruc=self.ruc.data,
            signer_name=self.signer_name.data or "",
            signer_title=self.signer_title.data or "",
        )


class EditOfficeForm(VersionedForm, OfficeForm):
    """The same for an office that exists."""
