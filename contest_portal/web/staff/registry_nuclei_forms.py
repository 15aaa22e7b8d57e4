"""The shape of what the pages of the nuclei ask for."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField
from wtforms.validators import Length

from contest_portal.accounts.models import Office
from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.nuclei import FIRST_POSSIBLE, LAST_POSSIBLE, MAX_CODE, MAX_NAME, Years
from contest_portal.web.shared.fields import CleanTextField, WholeNumberField, required
from contest_portal.web.shared.forms import FilterForm, PortalForm, VersionedForm

_CODE = Length(max=MAX_CODE, message=lazy_gettext("Escriba 20 signos como máximo."))
_NAME = Length(max=MAX_NAME, message=lazy_gettext("Escriba 120 letras como máximo."))


class YearField(WholeNumberField):
    """A year of four digits; None when nothing was typed."""

    least, most = FIRST_POSSIBLE, LAST_POSSIBLE
    refusal = N_("«%(value)s» no es un año. Escriba cuatro cifras, por ejemplo 2026.")


class CentralNucleusForm(PortalForm):
    """A central nucleus."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código del NEC.")), _CODE],
        description=lazy_gettext("Mayúsculas sin tilde, números y guiones, por ejemplo NEC-ACOBAMBA-1."),
        column="central_nucleus.code",
    )
    name = CleanTextField(
        lazy_gettext("Nombre"),
        [required(N_("Escriba el nombre del NEC.")), _NAME],
        column="central_nucleus.name",
    )
    office_id = SelectField(lazy_gettext("Unidad territorial"), validate_choice=True)
    first_year = YearField(
        lazy_gettext("Primer año"), [required(N_("Escriba el año en que empieza a trabajar."))]
    )
    last_year = YearField(
        lazy_gettext("Último año"),
        description=lazy_gettext(
            "Déjelo vacío mientras siga trabajando. Al cerrarlo, escriba su último año."
        ),
    )

    def offer(self, offices: Iterable[Office]) -> None:
        """Set the offices to choose from."""
        every = [(str(office.id), office.name) for office in offices]
        self.office_id.choices = [("", gettext("Ninguna")), *every]

    def years(self) -> Years:
        """Give the years typed; call after the form is valid."""
        return Years(self.first_year.data, self.last_year.data)

    def chosen_office(self) -> int | None:
        """Give the office chosen, if one was."""
        return int(self.office_id.data) if self.office_id.data else None


class EditCentralNucleusForm(VersionedForm, CentralNucleusForm):
    """A central nucleus as it was read."""


class NucleusForm(PortalForm):
    """An executing nucleus."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [required(N_("Escriba el código del NE.")), _CODE],
        description=lazy_gettext("Mayúsculas sin tilde, números y guiones, por ejemplo NE-01."),
        column="executing_nucleus.code",
    )
    name = CleanTextField(
        lazy_gettext("Nombre"),
        [required(N_("Escriba el nombre del NE.")), _NAME],
        column="executing_nucleus.name",
    )


class EditNucleusForm(VersionedForm, NucleusForm):
    """An executing nucleus as it was read."""


class CentreSearchForm(FilterForm):
    """Which centres to choose from."""

    text = CleanTextField(lazy_gettext("Nombre o código del centro"), name="texto", letters=200)
