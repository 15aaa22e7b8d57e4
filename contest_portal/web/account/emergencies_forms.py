"""The shape of asking for an emergency access."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext, ngettext
from wtforms import RadioField, SelectField

from contest_portal.accounts.rules.emergency import HOURS, ROLES, AskedEmergency
from contest_portal.contests.models import Contest
from contest_portal.web.shared.fields import CleanTextAreaField
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import ROLE_LABELS


class EmergencyForm(PortalForm):
    """Which role, where, for how long and why."""

    contest = SelectField(lazy_gettext("Concurso"))
    role = RadioField(lazy_gettext("Función que necesita"), validate_choice=False)
    hours = SelectField(lazy_gettext("Por cuánto tiempo"), default="1")
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        description=lazy_gettext(
            "Lo leerá cualquiera en la página del concurso: no escriba nombres. Por ejemplo: la secretaría está "
            "hospitalizada y el jurado sesiona hoy."
        ),
        column="emergency_access.reason",
    )

    def __init__(self, contests: Iterable[Contest]) -> None:
        super().__init__()
        self._contests = {str(contest.id): contest for contest in contests}
        self.contest.choices = [
            (number, f"{contest.code} · {contest.title}") for number, contest in self._contests.items()
        ]
        self.role.choices = [(role.value, gettext(ROLE_LABELS[role.value])) for role in ROLES]
        self.hours.choices = [
            (str(hours), ngettext("%(num)s hora", "%(num)s horas", hours)) for hours in HOURS
        ]

    @property
    def asked(self) -> AskedEmergency:
        """Give what is asked for; its shape was checked."""
        contest = self._contests[self.contest.data]
        return AskedEmergency(
            role=next((role for role in ROLES if role.value == self.role.data), None),
            contest_id=contest.id,
            contest_code=contest.code,
            hours=int(self.hours.data),
            reason=self.reason.data or "",
        )
