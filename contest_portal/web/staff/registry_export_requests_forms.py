"""The shape of a decision about whole DNI, and the words for where a request stands."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from wtforms import RadioField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.export_requests import REFUSAL_MOST
from contest_portal.web.shared.fields import CleanTextAreaField, worded_choices
from contest_portal.web.shared.forms import VersionedForm

APPROVE = "approve"
DECISION_LABELS: Mapping[str, str] = {
    APPROVE: N_("Aprobar: quien lo pidió tendrá 24 horas para descargarlo una vez"),
    "refuse": N_("No aprobar"),
}
REQUEST_STATE_LABELS: Mapping[str, str] = {
    "waiting": N_("Espera decisión"),
    "approved": N_("Aprobada"),
    "refused": N_("No aprobada"),
    "taken": N_("Descargada"),
    "expired": N_("Vencida sin descargar"),
    "withdrawn": N_("Retirada por quien la pidió"),
}
REQUEST_STATE_TONES: Mapping[str, str] = {
    "waiting": "info",
    "approved": "good",
    "refused": "bad",
    "taken": "neutral",
    "expired": "warn",
    "withdrawn": "neutral",
}


class DecisionForm(VersionedForm):
    """Whether whole DNI may leave, and why not."""

    decision = RadioField(
        lazy_gettext("¿Qué decide?"),
        [InputRequired(lazy_gettext("Elija si lo aprueba."))],
        choices=worded_choices(DECISION_LABELS, DECISION_LABELS),
    )
    refusal = CleanTextAreaField(
        lazy_gettext("Por qué no se aprueba"),
        description=lazy_gettext("Solo si no aprueba. Quien lo pidió lo leerá."),
        render_kw={"maxlength": REFUSAL_MOST},
        column="export_request.refusal",
    )
