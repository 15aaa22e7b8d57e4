"""The shape of deciding a tie."""

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, RadioField

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, required
from contest_portal.web.shared.forms import PortalForm

_CONFLICT, _NONE = "conflict", "none"


class TieForm(PortalForm):
    """Whether a tie is a conflict, and why. `seen` are the grounds that were read, one a line."""

    decision = RadioField(lazy_gettext("¿Hay conflicto?"), validate_choice=False)
    reason = CleanTextAreaField(
        lazy_gettext("Motivo de la decisión"),
        [required(N_("Escriba el motivo: queda registrado."))],
        description=lazy_gettext(
            "Por ejemplo: son primos hermanos; o: el apellido es común y no son parientes."
        ),
        column="tie_decision.reason",
    )
    seen = HiddenField()

    def __init__(self, keys: frozenset[str]) -> None:
        super().__init__()
        self.decision.choices = [
            (_CONFLICT, gettext("Sí: no puede calificar a este grupo")),
            (_NONE, gettext("No: se descarta y puede calificarlo")),
        ]
        if not self.is_submitted():
            self.seen.data = "\n".join(sorted(keys))

    @property
    def is_conflict(self) -> bool | None:
        """Give the answer; None while there is none."""
        return {_CONFLICT: True, _NONE: False}.get(self.decision.data or "")

    @property
    def seen_keys(self) -> frozenset[str]:
        """Give the keys of the grounds that were read."""
        return frozenset((self.seen.data or "").splitlines())
