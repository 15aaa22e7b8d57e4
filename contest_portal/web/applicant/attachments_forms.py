"""The form of a file."""

from collections.abc import Iterable

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import ValidationError

from contest_portal.applications.rules.attachments import MAX_BYTES, FileReport
from contest_portal.web.shared.attachment_view import FORM_LABELS, TAKEN
from contest_portal.web.shared.forms import PortalForm


class AttachmentForm(PortalForm):
    """A file to add, as one that the contest asks for or as another one."""

    asked = SelectField(lazy_gettext("Qué archivo es"), validate_choice=False)
    file = FileField(
        lazy_gettext("Archivo"),
        description=lazy_gettext(
            "Un PDF de hasta 60 páginas o una foto (JPEG, PNG o WebP), de 10 MB como máximo. De la foto se quita el "
            "lugar donde se tomó."
        ),
        render_kw={"accept": TAKEN},
    )

    def offer(self, reports: Iterable[FileReport]) -> None:
        """Offer what the contest asks for and has room for; leave the question out where it asks for nothing."""
        wanted = [
            (report.asked.code, f"{report.asked.name} ({gettext(FORM_LABELS[report.asked.form])})")
            for report in reports
            if report.has_room
        ]
        if wanted:
            self.asked.choices = [*wanted, ("", gettext("Otro archivo"))]
        else:
            del self.asked

    def validate_file(self, field: FileField) -> None:
        """Ask for a file."""
        if not field.data:
            raise ValidationError(gettext("Elija un archivo."))

    @property
    def chosen(self) -> str | None:
        """Give the code of what the contest asks for; None for another file."""
        return (self.asked.data or None) if "asked" in self else None

    @property
    def filename(self) -> str:
        """Give the name the file came with: only its ending is looked at."""
        return self.file.data.filename or ""

    @property
    def content(self) -> bytes:
        """Give the bytes, one more than allowed at most."""
        content: bytes = self.file.data.read(MAX_BYTES + 1)
        return content
