"""The forms about an application as a whole."""

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField
from wtforms.validators import ValidationError

from contest_portal.web.shared.forms import VersionedForm


class SendForm(VersionedForm):
    """The last word before sending: the version that was read through, and that it was."""

    agreed = BooleanField(
        lazy_gettext("Leímos la solicitud en grupo y los datos son verdaderos."),
    )

    def validate_agreed(self, field: BooleanField) -> None:
        """Ask for the tick."""
        if not field.data:
            raise ValidationError(gettext("Marque la casilla cuando el grupo haya leído toda la solicitud."))
