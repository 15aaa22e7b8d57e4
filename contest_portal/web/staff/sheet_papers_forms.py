"""The forms of sheets on paper: one that comes in, and one that does not count."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField

from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, required
from contest_portal.web.shared.forms import PortalForm
from contest_portal.web.staff.papers_forms import scanned


class SheetReceptionForm(PortalForm):
    """Which sheet came on paper, why, and its photo."""

    code = CleanTextField(
        lazy_gettext("Número de la ficha"),
        [required(N_("Escriba el número de la ficha o lea su código QR."))],
        description=lazy_gettext("Ocho letras y números junto al código QR. También sirve leer el QR."),
        letters=200,
    )
    reason = CleanTextAreaField(
        lazy_gettext("Por qué se calificó en papel"),
        [required(N_("Escriba por qué se calificó en papel."))],
        description=lazy_gettext("Por ejemplo: se apagó su teléfono. El jurado y la auditoría lo leerán."),
        column="sheet_paper.reason",
    )
    scan = FileField(
        lazy_gettext("Foto o escaneo de la ficha"),
        description=lazy_gettext("Un PDF o una foto de hasta 10 MB. Queda como prueba de lo escrito."),
    )

    @property
    def scanned(self) -> tuple[bytes, str] | None:
        """Give the photo that was sent with it."""
        return scanned(self.scan)


class VoidPaperForm(PortalForm):
    """Why a paper does not count."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba por qué la ficha no cuenta."))],
        description=lazy_gettext("El jurado y la auditoría lo leerán."),
        column="sheet_paper.void_reason",
    )
