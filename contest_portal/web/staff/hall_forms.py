"""The shape of running the session in the hall."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.rules.session import HallPlan
from contest_portal.jury.session_models import HallSession
from contest_portal.jury.session_queries import PresentJuror
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    InstantField,
    WholeNumberField,
    required,
    whole_number,
)
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.labels import JUROR_POSITION_LABELS

MINUTES = 10
AGENDA = (
    N_("Bienvenida y verificación del quórum"),
    N_("Presentación del jurado y de la regla de calificación"),
    N_("Sorteo del orden y exposición de los grupos"),
    N_("Lectura de los resultados"),
    N_("Cierre y firma del acta"),
)


class SetupForm(PortalForm):
    """What is told of the session before it begins."""

    phase_code = SelectField(lazy_gettext("Fase que se califica en la sesión"))
    place = CleanTextField(
        lazy_gettext("Lugar de la sesión"),
        [required(N_("Escriba el lugar donde sesiona el jurado."))],
        description=lazy_gettext("El local, el centro poblado y el distrito. Pasa al acta."),
        column="hall_session.place",
    )
    agenda = CleanTextAreaField(
        lazy_gettext("Agenda"),
        [required(N_("Escriba la agenda, un punto por línea."))],
        description=lazy_gettext("Un punto por línea. Pasa al acta."),
        letters=10_000,
    )
    minutes = WholeNumberField(
        lazy_gettext("Minutos por exposición"),
        [required(N_("Escriba los minutos de cada exposición."))],
        description=lazy_gettext("El reloj de la sala los cuenta; al terminar avisa y no corta a nadie."),
    )

    def __init__(self, rulebook: Rulebook, hall: HallSession | None) -> None:
        started = hall or HallPlan(
            rulebook.phases[-1].code, rulebook.venue, "\n".join(gettext(line) for line in AGENDA), MINUTES
        )
        super().__init__(obj=started)
        drawn = hall is not None and hall.draw_numbers is not None
        self.phase_code.choices = [
            (phase.code, phase.name)
            for phase in rulebook.phases
            if not drawn or phase.code == started.phase_code
        ]

    def plan(self) -> HallPlan:
        """Give the plan as typed."""
        return HallPlan(
            self.phase_code.data or "", self.place.data or "", self.agenda.data or "", self.minutes.data or 0
        )


class PresenceForm(PortalForm):
    """One box for each juror of the panel."""

    present = SelectMultipleField(
        lazy_gettext("Están en la sala"),
        description=lazy_gettext(
            "Marque a quienes están ahora. La hora de llegada y la de salida se anotan solas."
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def __init__(self, jurors: Iterable[PresentJuror]) -> None:
        listed = tuple(jurors)
        super().__init__(present=[str(one.juror.juror_id) for one in listed if one.is_present])
        self.present.choices = [(str(one.juror.juror_id), _described(one)) for one in listed]

    @property
    def juror_ids(self) -> frozenset[int]:
        """Give the boxes marked; what is no number is no juror."""
        return frozenset(whole_number(str(value)) or 0 for value in self.present.data or ())


class ReasonForm(PortalForm):
    """Why something out of the usual is done."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        description=lazy_gettext("Pasa al acta o al registro."),
        column="presentation.postponed_reason",
    )


class IncidentForm(PortalForm):
    """What happened, and when."""

    happened_at = InstantField(lazy_gettext("Día y hora"), [required(N_("Escriba el día y la hora."))])
    text = CleanTextAreaField(
        lazy_gettext("Qué pasó"),
        [required(N_("Escriba qué pasó: consta en el acta."))],
        description=lazy_gettext("Por ejemplo: se cortó la luz de 10:20 a 10:35 y se repitió la exposición."),
        column="hall_incident.text",
    )


class CloseForm(PortalForm):
    """When the session ended."""

    closed_at = InstantField(
        lazy_gettext("Cierre de la sesión"), [required(N_("Escriba el día y la hora de cierre."))]
    )
    confirmed = BooleanField(lazy_gettext("La sesión termina aunque haya grupos que no expusieron."))


def _described(one: PresentJuror) -> str:
    position = gettext(JUROR_POSITION_LABELS[one.juror.position])
    aside = "" if one.scores else gettext(" — no califica en esta fase")
    return f"{one.juror.full_name} ({position}, {one.juror.institution}){aside}"
