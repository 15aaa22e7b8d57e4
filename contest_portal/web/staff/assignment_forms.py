"""The shape of sharing groups out, and of changing one by hand."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from contest_portal.jury.rules.assignment import Evaluator
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required, whole_number
from contest_portal.web.shared.forms import PortalForm


class AssignmentForm(PortalForm):
    """The numbers by which groups are shared out."""

    numbers = CleanTextField(
        lazy_gettext("Números sorteados"),
        [required(N_("Escriba los números en el orden en que salieron."))],
        description=lazy_gettext(
            "En el orden en que salieron a la vista de todos, separados por espacios; por ejemplo: 4 17 8 23."
        ),
        column="assignment_draw.numbers",
    )
    witnesses = CleanTextField(
        lazy_gettext("Ante quiénes se hizo"),
        [required(N_("Escriba ante quiénes se hizo el sorteo."))],
        column="assignment_draw.witnesses",
    )
    confirmed = BooleanField(
        lazy_gettext("Confirmo que estos son los números que salieron. El reparto se hace una sola vez."),
        [InputRequired(lazy_gettext("Marque la confirmación para repartir los grupos."))],
    )


class ReplacementForm(PortalForm):
    """Who takes a group over, and why."""

    juror_id = SelectField(lazy_gettext("Quién lo calificará"), validate_choice=False)
    reason = CleanTextAreaField(
        lazy_gettext("Motivo del cambio"),
        [required(N_("Escriba el motivo: queda registrado."))],
        description=lazy_gettext("Por ejemplo: se abstuvo después del reparto."),
        column="juror_assignment.reason",
    )

    def __init__(self, successors: Iterable[Evaluator]) -> None:
        super().__init__()
        self.juror_id.choices = [
            ("", gettext("Elija a una persona")),
            *((str(one.juror_id), one.name) for one in successors),
        ]

    @property
    def chosen(self) -> int:
        """Give the juror chosen; what is no number is nobody."""
        return whole_number(self.juror_id.data or "") or 0
