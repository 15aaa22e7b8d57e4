"""The shape of wording a document."""

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField
from wtforms.validators import ValidationError

from contest_portal.documents.logo import MOST_BYTES
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextField, LongTextField, required
from contest_portal.web.shared.forms import PortalForm, VersionedForm


class TextForm(VersionedForm):
    """A text and its additional style."""

    body = LongTextField(
        lazy_gettext("Texto"),
        description=lazy_gettext(
            "El cuerpo del documento. El encabezado, el número, el pie con el código QR y la marca de anulado no se "
            "editan."
        ),
        letters=100_000,
    )
    css = LongTextField(
        lazy_gettext("Estilo adicional"),
        description=lazy_gettext(
            "Reglas de CSS para este texto, por ejemplo p { text-indent: 8mm; }. Puede quedar vacío."
        ),
        letters=20_000,
    )


class ReasonForm(PortalForm):
    """Why a version is put in force."""

    reason = CleanTextField(
        lazy_gettext("Motivo del cambio"),
        [required(N_("Escriba por qué cambia el texto; queda en el historial."))],
        description=lazy_gettext(
            "Por ejemplo, el informe legal que lo pide. Lo lee quien revise las versiones."
        ),
        column="document_text.reason",
    )


class PublishForm(VersionedForm, ReasonForm):
    """The same for a draft, as it was looked at."""


class LogoForm(VersionedForm):
    """The logo of an office: a picture, or the wish to have none."""

    file = FileField(
        lazy_gettext("Imagen"),
        description=lazy_gettext(
            "Un PNG o JPEG de hasta 2 MB, de preferencia sobre fondo blanco. Se imprime de 28 por 13 milímetros a lo "
            "sumo."
        ),
    )

    remove = HiddenField()

    def validate_file(self, field: FileField) -> None:
        """Ask for a picture, unless the logo is to be taken away."""
        if not (field.data or self.remove.data):
            raise ValidationError(gettext("Elija la imagen del logotipo."))

    @property
    def uploaded(self) -> bytes:
        """Give the bytes, one more than allowed at most; nothing without a file."""
        return self.file.data.read(MOST_BYTES + 1) if self.file.data else b""
