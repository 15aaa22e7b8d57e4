"""The shape of wording a document."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, required
from contest_portal.web.shared.forms import PortalForm, VersionedForm


class TextForm(VersionedForm):
    """A text and its additional style."""

    body = TextAreaField(
        lazy_gettext("Texto"),
        description=lazy_gettext(
            "El cuerpo del documento. El encabezado, el número, el pie con el código QR y la marca de anulado no se "
            "editan."
        ),
    )
    css = TextAreaField(
        lazy_gettext("Estilo adicional"),
        description=lazy_gettext(
            "Reglas de CSS para este texto, por ejemplo p { text-indent: 8mm; }. Puede quedar vacío."
        ),
    )


class ReasonForm(PortalForm):
    """Why a version is put in force."""

    reason = CleanTextField(
        lazy_gettext("Motivo del cambio"),
        [required(N_("Escriba por qué cambia el texto; queda en el historial."))],
        description=lazy_gettext(
            "Por ejemplo, el informe legal que lo pide. Lo lee quien revise las versiones."
        ),
    )


class PublishForm(VersionedForm, ReasonForm):
    """The same for a draft, as it was looked at."""
