"""What is asked before a masked field is shown."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.disclosure import FIELDS_OF, FileOf, RevealReason
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.staff.contest_forms import ChecklistField
from contest_portal.web.staff.registry_files_view import REVEAL_REASON_LABELS, SENSITIVE_FIELD_LABELS

ABOUT_ACCOUNTS = (
    RevealReason.PAYMENT,
    RevealReason.DOCUMENT,
    RevealReason.CORRECTION,
    RevealReason.COMPLAINT,
    RevealReason.AUDIT,
)
ABOUT_PEOPLE = tuple(reason for reason in RevealReason if reason is not RevealReason.PAYMENT)

_WHICH = ChecklistField(
    lazy_gettext("¿Qué dato necesita ver?"), [required(N_("Marque qué dato necesita ver."))], name="datos"
)
"""Made before the fields that it stands above: a form keeps them in the order in which they were made."""


class ReasonForm(PortalForm):
    """For what kind of reason something is shown in clear, and the reason in the person's own words."""

    reason = RadioField(
        lazy_gettext("¿Para qué?"),
        [InputRequired(lazy_gettext("Elija para qué lo necesita."))],
        name="motivo",
    )
    detail = CleanTextAreaField(
        lazy_gettext("Explíquelo en una frase"),
        [required(N_("Explique para qué lo necesita."))],
        description=lazy_gettext(
            "Por ejemplo: la señora pide corregir su fecha en el acta. Sin nombres ni números de DNI."
        ),
        name="detalle",
        column="access_log.detail",
    )

    def __init__(self, reasons: Iterable[RevealReason]) -> None:
        super().__init__()
        self.reason.choices = [
            (reason.value, gettext(REVEAL_REASON_LABELS[reason.value])) for reason in reasons
        ]


class RevealForm(ReasonForm):
    """Which fields besides."""

    fields = _WHICH

    def __init__(self, kind: FileOf) -> None:
        super().__init__(ABOUT_PEOPLE)
        self.fields.choices = [
            (field.value, gettext(SENSITIVE_FIELD_LABELS[field.value])) for field in FIELDS_OF[kind]
        ]
