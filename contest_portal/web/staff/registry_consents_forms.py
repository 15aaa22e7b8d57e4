"""The shape of what a person's consent asks for."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext
from wtforms import RadioField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_
from contest_portal.registry.rules.consent import (
    PAPER_MOST,
    REASON_MOST,
    RECEIVER_MOST,
    ConsentPaper,
    Decision,
    Purpose,
)
from contest_portal.web.shared.fields import (
    CleanTextAreaField,
    CleanTextField,
    DayField,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import PortalForm, VersionedForm
from contest_portal.web.staff.contest_forms import ChecklistField

PURPOSE_LABELS: Mapping[str, str] = {
    "work": N_("Trabajo del programa: visitas, talleres y concursos"),
    "sharing": N_("Entrega a otras entidades"),
    "study": N_("Estudios y evaluaciones"),
    "image": N_("Fotos, testimonios y publicaciones"),
}
DECISION_LABELS: Mapping[str, str] = {
    "given": N_("Consiente"),
    "refused": N_("No consiente"),
    "withdrawn": N_("Retiró su consentimiento"),
}
DECISION_TONES: Mapping[str, str] = {"given": "good", "refused": "bad", "withdrawn": "bad"}


class ConsentForm(PortalForm):
    """What was decided, for what, when, on which paper."""

    decision = RadioField(
        lazy_gettext("¿Qué decidió?"),
        [InputRequired(lazy_gettext("Elija qué decidió."))],
        choices=worded_choices(DECISION_LABELS, DECISION_LABELS),
    )
    purposes = ChecklistField(
        lazy_gettext("¿Para qué usos?"),
        [required(N_("Marque para qué usos decidió."))],
        description=lazy_gettext("Lo que no marque queda como estaba."),
    )
    on_date = DayField(lazy_gettext("Día en que lo decidió"), [required(N_("Escriba el día."))])
    paper = CleanTextField(
        lazy_gettext("Papel que firmó y dónde se guarda"),
        [required(N_("Escriba qué papel firmó y dónde se guarda."))],
        description=lazy_gettext("Por ejemplo: formato firmado con huella, archivador 3, folio 12."),
        render_kw={"maxlength": PAPER_MOST},
        column="person_consent.paper",
    )
    received_by = CleanTextField(
        lazy_gettext("Quién lo recibió"),
        [required(N_("Escriba quién recibió el papel."))],
        render_kw={"maxlength": RECEIVER_MOST},
        column="person_consent.received_by",
    )

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.purposes.choices = [(code, gettext(label)) for code, label in PURPOSE_LABELS.items()]

    def told(self) -> ConsentPaper:
        """Give what was typed; call after the form is valid."""
        return ConsentPaper(
            decision=Decision(self.decision.data),
            purposes=frozenset(map(Purpose, self.purposes.data or ())),
            on_date=self.on_date.data,
            paper=self.paper.data or "",
            received_by=self.received_by.data or "",
        )


class UndoConsentForm(VersionedForm):
    """Why a decision is taken back."""

    reason = CleanTextAreaField(
        lazy_gettext("¿Por qué se deshace?"),
        [required(N_("Escriba por qué se deshace."))],
        description=lazy_gettext("Por ejemplo: se anotó en la persona equivocada."),
        render_kw={"maxlength": REASON_MOST},
        column="person_consent.undo_reason",
    )
