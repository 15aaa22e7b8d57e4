"""The shape of a code for sending after the closing."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, InstantField, required
from contest_portal.web.shared.forms import PortalForm


class LateCodeForm(PortalForm):
    """For which group, until when and why."""

    group_id = SelectField(
        lazy_gettext("Grupo"), [required(N_("Elija el grupo que recibe el código."))], coerce=str
    )
    valid_until = InstantField(
        lazy_gettext("Vale hasta"),
        [required(N_("Escriba hasta cuándo vale el código."))],
        description=lazy_gettext("Hora de Lima. A esa hora exacta ya no se puede enviar con el código."),
    )
    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba el motivo: se publica en la convocatoria."))],
        description=lazy_gettext("Se publica sin el nombre del grupo. No escriba nombres ni DNI."),
        column="late_code.reason",
    )

    def offer(self, groups: Mapping[int, str]) -> None:
        """Let one of these groups be chosen."""
        self.group_id.choices = [
            ("", gettext("Elija un grupo")),
            *((str(one), groups[one]) for one in groups),
        ]
