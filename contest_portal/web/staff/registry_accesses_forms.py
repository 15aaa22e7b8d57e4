"""What the access log is narrowed by."""

from datetime import date, datetime, time, timedelta

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.registry.queries.accesses import AccessFilter
from contest_portal.web.shared.fields import CleanTextField
from contest_portal.web.shared.forms import FilterForm
from contest_portal.web.staff.registry_files_view import ACCESS_KIND_LABELS

MOST_NUMBER = 2_147_483_647
"""What the database takes for the number of a row."""


class AccessFilterForm(FilterForm):
    """The number on a file, kind, who looked, and days."""

    number = IntegerField(
        lazy_gettext("N.° de consulta"), [Optional(), NumberRange(1, MOST_NUMBER)], name="numero"
    )
    kind = SelectField(lazy_gettext("Qué hizo"), name="clase", validate_choice=False)
    who = CleanTextField(lazy_gettext("Quién"), name="quien", letters=200)
    since = DateField(lazy_gettext("Desde el día"), [Optional()], name="desde")
    until = DateField(lazy_gettext("Hasta el día"), [Optional()], name="hasta")

    def __init__(self) -> None:
        super().__init__()
        words = [(code, gettext(label)) for code, label in ACCESS_KIND_LABELS.items()]
        self.kind.choices = [("", gettext("Todo")), *words]

    def wanted(self) -> AccessFilter:
        """Give the filter; a number or day that cannot be read narrows nothing and shows its error."""
        self.validate()
        last = self.until.data
        return AccessFilter(
            number=None if self.number.errors else self.number.data,
            who=self.who.data or "",
            kind=self.kind.data if self.kind.data in ACCESS_KIND_LABELS else "",
            since=_start(self.since.data) if self.since.data else None,
            until=_start(last + timedelta(days=1)) if last and last < date.max else None,
        )


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=OFFICE_ZONE)
