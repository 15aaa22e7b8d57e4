"""The form by which anyone asks whether the audit log still holds what a paper says."""

from flask_babel import lazy_gettext

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required
from contest_portal.web.shared.forms import PortalForm


class LogStateForm(PortalForm):
    """The number and the twelve words of an acta or a receipt."""

    size = CleanTextField(
        lazy_gettext("Número de asiento"),
        [required(N_("Escriba el número de asiento que figura sobre las palabras."))],
        description=lazy_gettext("Figura en el papel, encima de las doce palabras."),
        letters=40,
    )
    words = CleanTextAreaField(
        lazy_gettext("Las doce palabras"),
        [required(N_("Escriba las doce palabras del papel, en su orden."))],
        description=lazy_gettext("En su orden, separadas por espacios. No importan tildes ni mayúsculas."),
        letters=10_000,
    )
