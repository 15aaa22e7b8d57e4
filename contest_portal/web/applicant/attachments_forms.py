"""The form of a file."""

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from contest_portal.applications.rules.attachments import MAX_BYTES
from contest_portal.web.shared.forms import PortalForm


class AttachmentForm(PortalForm):
    """A file to add."""

    file = FileField(
        lazy_gettext("Archivo"),
        description=lazy_gettext("Un PDF o una foto (PNG o JPEG) de 10 MB como máximo."),
    )

    def validate_file(self, field: FileField) -> None:
        """Ask for a file."""
        if not field.data:
            raise ValidationError(gettext("Elija un archivo."))

    @property
    def content(self) -> bytes:
        """Give the bytes, one more than allowed at most."""
        content: bytes = self.file.data.read(MAX_BYTES + 1)
        return content
