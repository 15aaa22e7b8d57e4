"""What the audit chain is narrowed by."""

from datetime import date, datetime, time, timedelta

from flask_babel import gettext, lazy_gettext
from wtforms import DateField, SelectField
from wtforms.validators import Optional

from contest_portal.accounts.audit_queries import AuditFilter
from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.web.shared.audit_labels import AUDIT_ACTION_LABELS
from contest_portal.web.shared.fields import CleanTextField
from contest_portal.web.shared.forms import FilterForm
from contest_portal.web.staff.audit_words import subject_typed


class AuditFilterForm(FilterForm):
    """Action, subject, actor and days."""

    action = SelectField(lazy_gettext("Acción"), name="accion", validate_choice=False)
    subject = CleanTextField(lazy_gettext("Sobre (como «Ficha 12»)"), name="sobre", letters=200)
    actor = CleanTextField(lazy_gettext("Quién"), name="quien", letters=200)
    since = DateField(lazy_gettext("Desde el día"), [Optional()], name="desde")
    until = DateField(lazy_gettext("Hasta el día"), [Optional()], name="hasta")

    def __init__(self, actions: tuple[str, ...]) -> None:
        super().__init__()
        named = sorted((gettext(AUDIT_ACTION_LABELS.get(action, action)), action) for action in actions)
        self.action.choices = [
            ("", gettext("Todas")),
            *((code, name) for name, code in named),
        ]

    def wanted(self) -> AuditFilter:
        """Give the filter; a day that cannot be read narrows nothing and shows its error."""
        self.validate()
        last = self.until.data
        return AuditFilter(
            action=self.action.data or "",
            subject=subject_typed(self.subject.data or ""),
            actor=self.actor.data or "",
            since=_start(self.since.data) if self.since.data else None,
            until=_start(last + timedelta(days=1)) if last and last < date.max else None,
        )


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=OFFICE_ZONE)
