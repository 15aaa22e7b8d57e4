"""The form of a deed that can be done against a warning: then a box says that the warning was read."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import BooleanField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import Problem
from contest_portal.web.shared.forms import PortalForm


class WarnedForm(PortalForm):
    """A form whose box appears, and must be ticked, only while there is something to warn of."""

    warned = BooleanField(lazy_gettext("Leí la advertencia y lo hago de todos modos."))
    warnings: tuple[Problem, ...] = ()

    def warn_of(self, warnings: Iterable[Problem | None]) -> None:
        """Ask for the confirmation of these warnings; without any, ask for nothing."""
        self.warnings = tuple(warning for warning in warnings if warning is not None)
        if not self.warnings:
            del self.warned
            return
        refused = lazy_gettext("Marque la casilla si de todos modos quiere seguir.")
        self.warned.validators = [InputRequired(refused)]
