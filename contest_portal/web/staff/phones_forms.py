"""The shape of what left a juror's phone: a file, or the texts of QR pictures."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired

from contest_portal.kernel.problems import N_, Problem, Refused
from contest_portal.kernel.records import from_data
from contest_portal.kernel.strict_json import read_json
from contest_portal.scoring.rules.phone_codes import join_codes
from contest_portal.web.shared.fields import LongTextField
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.shared.sent_entries import LONGEST_BATCH, PhoneFile


class PhoneFileForm(PortalForm):
    """The file."""

    file = FileField(
        lazy_gettext("Archivo del teléfono"),
        [FileRequired(lazy_gettext("Elija el archivo que el jurado guardó con «Guardar en un archivo»."))],
        description=lazy_gettext("Termina en .json. Se comprueba la firma de cada ficha."),
    )

    def content(self) -> PhoneFile:
        """Read what the phone wrote; Refused for another kind of file."""
        try:
            return from_data(
                PhoneFile, read_json(self.file.data.read(LONGEST_BATCH + 1), longest=LONGEST_BATCH)
            )
        except ValueError as error:
            raise Refused([_another_file()]) from error


class PhoneCodesForm(PortalForm):
    """The texts of the QR pictures, as they were read."""

    codes = LongTextField(
        lazy_gettext("Códigos leídos"),
        description=lazy_gettext(
            "Se llena al leer con la cámara. También puede leerlos con otra aplicación y pegarlos, uno por línea, "
            "en cualquier orden."
        ),
        letters=LONGEST_BATCH,
    )

    def content(self) -> PhoneFile:
        """Put the codes together and read what the phone wrote; Refused while some are missing."""
        text = join_codes(self.codes.data or "", longest=LONGEST_BATCH)
        try:
            return from_data(PhoneFile, read_json(text, longest=LONGEST_BATCH))
        except ValueError as error:
            raise Refused([_another_file()]) from error


def _another_file() -> Problem:
    return Problem(
        "phone.file",
        field="file",
        message=N_(
            "Ese archivo no es de un teléfono de jurado. Pida al jurado que pulse «Guardar en un archivo» otra vez."
        ),
    )
