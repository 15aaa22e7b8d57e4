"""The shape of the files that a contest asks for."""

from flask_babel import lazy_gettext
from wtforms import FieldList, FormField, SelectField

from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.attachment_view import FORM_LABELS
from contest_portal.web.shared.fields import CleanTextField, WholeNumberField, worded_choices
from contest_portal.web.shared.forms import VersionedForm
from contest_portal.web.shared.rows import RowForm, filled
from contest_portal.web.staff.contest_fields import SPARE_ROWS

_REQUIRED = {"yes": N_("Sí"), "no": N_("No")}


class FileRow(RowForm):
    """A kind of file."""

    code = CleanTextField(
        lazy_gettext("Código"),
        [filled(N_("Escriba un código corto, por ejemplo FOTO."))],
        column="attachment.asked",
    )
    name = CleanTextField(
        lazy_gettext("Nombre"), [filled(N_("Escriba el nombre que verán los grupos."))], letters=200
    )
    help = CleanTextField(lazy_gettext("Ayuda para el grupo"), letters=1_000)
    form = SelectField(lazy_gettext("Qué se admite"), choices=worded_choices(FORM_LABELS, FORM_LABELS))
    required = SelectField(lazy_gettext("Obligatorio"), choices=worded_choices(_REQUIRED, _REQUIRED))
    most = WholeNumberField(
        lazy_gettext("Cuántos como máximo"), [filled(N_("Escriba cuántos archivos como máximo."))]
    )

    def asked(self) -> AskedFile:
        """Give the kind of file of this row."""
        return AskedFile(
            code=(self.code.data or "").upper(),
            name=self.name.data or "",
            help=self.help.data or "",
            form=FileForm(self.form.data),
            required=self.required.data == "yes",
            most=self.most.data or 0,
        )


class FilesForm(VersionedForm):
    """The kinds of files in the order in which groups see them."""

    files = FieldList(FormField(FileRow))

    @classmethod
    def of(cls, book: Rulebook, version: int) -> "FilesForm":
        """Show the kinds with spare rows below."""
        rows = [
            {
                "code": asked.code,
                "name": asked.name,
                "help": asked.help,
                "form": asked.form.value,
                "required": "yes" if asked.required else "no",
                "most": asked.most,
            }
            for asked in book.files
        ]
        spare: list[dict[str, object]] = [{}] * SPARE_ROWS
        return cls(data={"version": version, "files": [*rows, *spare]})

    def asked(self) -> tuple[AskedFile, ...]:
        """Give the kinds of the filled rows."""
        return tuple(row.form.asked() for row in self.files if not row.form.is_blank)
