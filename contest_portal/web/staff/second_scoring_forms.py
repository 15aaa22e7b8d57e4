"""The shape of what the secretary does with the second scoring of groups."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.awards.documents.second_acta import Meeting
from contest_portal.awards.second_queries import ProgressLine
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, DayField, required
from contest_portal.web.shared.forms import PortalForm


class OpenProgressForm(PortalForm):
    """One box for each group whose progress can be scored now."""

    awards = SelectMultipleField(
        lazy_gettext("Grupos"),
        description=lazy_gettext("El jurado de este concurso verá sus fichas del avance."),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @classmethod
    def of(cls, lines: Iterable[ProgressLine]) -> "OpenProgressForm":
        """Offer the groups that can be opened."""
        form = cls()
        form.awards.choices = [
            (line.award_id, f"{line.group_name} ({line.code})") for line in lines if line.may_open
        ]
        return form


class MeetingForm(PortalForm):
    """Where and when the jury met, for the acta."""

    place = CleanTextField(
        lazy_gettext("Dónde se reunió el jurado"),
        [required(N_("Escriba dónde se reunió el jurado."))],
        letters=200,
    )
    held_on = DayField(lazy_gettext("Día"), [required(N_("Escriba el día en que se reunió el jurado."))])
    remarks = CleanTextAreaField(
        lazy_gettext("Otras constancias"),
        description=lazy_gettext("Lo que el jurado quiere dejar escrito. Puede quedar vacío."),
        letters=10_000,
    )

    def meeting(self) -> Meeting:
        """Give what was told of the meeting."""
        return Meeting(self.place.data or "", self.held_on.data, self.remarks.data or "")
