"""The form by which anyone asks about a document."""

from flask_babel import lazy_gettext

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm


class VerificationForm(PortalForm):
    """The code printed at the foot of every page."""

    code = CleanTextField(
        lazy_gettext("Código de verificación"),
        [required(N_("Escriba el código que figura al pie del documento."))],
        description=lazy_gettext("Doce letras y números al pie de cada página, por ejemplo ACDE-FGHJ-2345."),
        letters=200,
    )
