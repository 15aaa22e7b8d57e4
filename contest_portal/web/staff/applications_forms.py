"""What the list of applications is narrowed by."""

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from contest_portal.applications.queries import ApplicationView
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import worded_choices
from contest_portal.web.shared.forms import FilterForm
from contest_portal.web.shared.labels import APPLICATION_STATE_LABELS

_ALL = N_("Todas")


class ApplicationFilterForm(FilterForm):
    """State, category and line."""

    state = SelectField(
        lazy_gettext("Estado"),
        name="estado",
        choices=worded_choices(APPLICATION_STATE_LABELS, APPLICATION_STATE_LABELS, nothing=_ALL),
    )
    category = SelectField(lazy_gettext("Categoría"), name="categoria")
    line = SelectField(lazy_gettext("Línea"), name="linea")

    def admit(self, rulebook: Rulebook) -> None:
        """Offer the categories and lines of the contest."""
        nothing = {"": gettext(_ALL)}
        self.category.choices = nothing | {category.code: category.name for category in rulebook.categories}
        self.line.choices = nothing | {line.code: line.name for line in rulebook.lines}

    @property
    def is_on(self) -> bool:
        """Tell whether the list is narrowed at all."""
        return bool(self.state.data or self.category.data or self.line.data)

    def lets_through(self, view: ApplicationView) -> bool:
        """Tell whether an application is wanted."""
        wanted = (
            (self.state.data, view.state),
            (self.category.data, view.category_code),
            (self.line.data, view.line_code),
        )
        return all(not chosen or chosen == own for chosen, own in wanted)
