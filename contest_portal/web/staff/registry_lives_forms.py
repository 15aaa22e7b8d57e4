"""Which day somebody asks for, and by what it is judged."""

from datetime import date

from flask_babel import lazy_gettext
from wtforms import SelectField

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.row_history import Basis
from contest_portal.web.shared.fields import DayField, worded_choices
from contest_portal.web.shared.forms import FilterForm

BASIS_LABELS = {
    "hoy": N_("Lo que hoy se sabe de ese día"),
    "entonces": N_("Lo que el padrón decía ese día"),
}
_BASES = {"hoy": Basis.KNOWN_TODAY, "entonces": Basis.HELD_THEN}


class DayForm(FilterForm):
    """A day in the address: it says nothing of anybody."""

    day = DayField(lazy_gettext("Día"), name="fecha")
    basis = SelectField(
        lazy_gettext("Qué se muestra"),
        name="segun",
        validate_choice=False,
        choices=worded_choices(BASIS_LABELS, BASIS_LABELS),
    )

    def asked_day(self, today: date) -> date:
        """Give the day; today for none, for one that cannot be read and for one that is still to come."""
        self.validate()
        if self.day.data is None or self.day.data > today:
            self.day.data = today
        found: date = self.day.data
        return found

    def asked_basis(self) -> Basis:
        """Give what the day is judged by."""
        return _BASES.get(self.basis.data or "", Basis.KNOWN_TODAY)
