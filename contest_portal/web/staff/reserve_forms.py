"""The forms of the reserve list: why a group is called, and what it answered."""

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import PortalForm

ANSWER_LABELS = {
    "accepted": N_("Acepta: recibe el premio"),
    "declined": N_("No acepta"),
    "lapsed": N_("No respondió y su plazo venció"),
}


class CallForm(PortalForm):
    """Why there is money for the next group."""

    reason = CleanTextAreaField(
        lazy_gettext("Por qué hay dinero"),
        [required(N_("Escriba por qué hay dinero para llamar a otro grupo."))],
        description=lazy_gettext(
            "Por ejemplo, qué grupo renunció o no firmó. Se lee en la carta; no escriba DNI."
        ),
        column="reserve_call.reason",
    )


class AnswerForm(PortalForm):
    """What the group answered, and how."""

    answer = RadioField(lazy_gettext("Respuesta"), [required(N_("Elija qué respondió el grupo."))])
    reason = CleanTextAreaField(
        lazy_gettext("Cómo respondió"),
        [required(N_("Escriba cómo y cuándo respondió el grupo."))],
        description=lazy_gettext("Por ejemplo: carta firmada, entregada en la oficina."),
        column="reserve_call.reason",
    )

    def __init__(self) -> None:
        super().__init__()
        self.answer.choices = [(code, gettext(label)) for code, label in ANSWER_LABELS.items()]
