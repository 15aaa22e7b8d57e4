"""The shape of a pattern of numbers."""

from flask import request
from flask_babel import lazy_gettext

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import VersionedForm

LOOK = "look"


class NumberFormatForm(VersionedForm):
    """A pattern, to be looked at or to be kept."""

    pattern = CleanTextField(
        lazy_gettext("Forma del número"),
        [required(N_("Escriba la forma del número."))],
        description=lazy_gettext(
            "Entre llaves, lo que cambia: {numero:3} es el número con tres cifras, {año} el año y {oficina} el código "
            "de la unidad. Lo demás se imprime como lo escriba."
        ),
        column="number_format.pattern",
    )

    @property
    def typed(self) -> str:
        """Give what was typed; only for a form that was checked."""
        return self.pattern.data or ""

    @property
    def is_look(self) -> bool:
        """Tell whether the next number is only to be shown."""
        return LOOK in request.form
