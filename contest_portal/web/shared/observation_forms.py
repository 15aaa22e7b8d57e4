"""The shape of an observation on a result, as a group files it and as the office enters it."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from contest_portal.applications.queries import Entrant
from contest_portal.awards.rules.observations import LEAST_TEXT, MOST_TEXT, About
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, InstantField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.observation_labels import about_choices


class ObservationForm(PortalForm):
    """What is observed, and why."""

    about = SelectField(lazy_gettext("Qué observa"), [required(N_("Elija qué observa."))])
    text = CleanTextAreaField(
        lazy_gettext("Qué está mal y por qué"),
        [required(N_("Escriba qué está mal y por qué."))],
        description=lazy_gettext(
            "De %(least)s a %(most)s letras. No escriba DNI.", least=LEAST_TEXT, most=MOST_TEXT
        ),
    )

    def offer(self, rulebook: Rulebook, things: Sequence[About]) -> None:
        """Offer what the group was scored on."""
        self.about.choices = about_choices(rulebook, things)


class PaperObservationForm(ObservationForm):
    """One that came on paper, and when."""

    group = SelectField(lazy_gettext("Grupo"), [required(N_("Elija el grupo."))])
    received_at = InstantField(
        lazy_gettext("Se recibió el"),
        [required(N_("Escriba el día y la hora en que se recibió el papel."))],
        description=lazy_gettext(
            "Hora de Lima. Cuenta esta hora para el plazo, aunque se transcriba después."
        ),
    )

    def offer_groups(self, groups: Iterable[Entrant]) -> None:
        """Offer the groups that stand in the contest."""
        names = [(str(one.application_id), f"{one.code} · {one.group_name}") for one in groups]
        self.group.choices = [("", gettext("Elija uno")), *names]
