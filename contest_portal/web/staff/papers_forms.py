"""The forms of the counter: a paper that comes in, and where two typings of it differ."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField

from contest_portal.applications.rules.attachments import MAX_BYTES
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.fields import CleanTextAreaField, InstantField, WholeNumberField, required
from contest_portal.web.shared.forms import PortalForm

FIRST, SECOND = "1", "2"


class BroughtForm(PortalForm):
    """When a paper came and how much of it."""

    received_at = InstantField(
        lazy_gettext("Se recibió el"),
        [required(N_("Escriba el día y la hora en que se recibió el papel."))],
        description=lazy_gettext(
            "Hora de Lima. Cuenta esta hora para el plazo, aunque se transcriba después."
        ),
    )
    sheets = WholeNumberField(
        lazy_gettext("Hojas que entrega"), [required(N_("Escriba cuántas hojas entrega el grupo."))]
    )
    scan = FileField(
        lazy_gettext("Escaneo o foto"),
        description=lazy_gettext("Un PDF o una foto de hasta 10 MB. Su huella sale en el cargo del grupo."),
    )

    @property
    def scanned(self) -> tuple[bytes, str] | None:
        """Give the scan that was sent with it."""
        return scanned(self.scan)


class ReceptionForm(BroughtForm):
    """Whose paper came, of the groups that are registered."""

    group = SelectField(lazy_gettext("Grupo"), [required(N_("Elija el grupo."))])

    def offer(self, groups: Mapping[int, tuple[str, str]]) -> None:
        """Offer the groups that may still apply."""
        names = {str(group_id): f"{name} ({centre})" for group_id, (name, centre) in groups.items()}
        self.group.choices = {"": gettext("Elija uno")} | names


class CancelForm(PortalForm):
    """Why a paper was recorded wrongly."""

    reason = CleanTextAreaField(
        lazy_gettext("Motivo"),
        [required(N_("Escriba qué se registró mal."))],
        description=lazy_gettext(
            "Queda a la vista de quien verifique el cargo. No escriba datos personales."
        ),
        letters=10_000,
    )


def scanned(field: FileField) -> tuple[bytes, str] | None:
    """Give the bytes of a scan, one more than allowed at most, and its name; None without."""
    if not field.data:
        return None
    return field.data.read(MAX_BYTES + 1), field.data.filename or ""


class ChoicesForm(PortalForm):
    """Which of the two typings is right, field by field; a field left alone stays undecided."""

    def chosen(self) -> dict[str, int]:
        """Give the place chosen for each field that was decided."""
        return {field.name: int(field.data) for field in self if isinstance(field, RadioField) and field.data}


def choices_form(fields: Mapping[str, str], decided: Mapping[str, int]) -> ChoicesForm:
    """Make the form of these fields, by name and label, showing what is decided."""
    radios: dict[str, Any] = {
        name: RadioField(
            label,
            choices={
                FIRST: gettext("Vale la primera"),
                SECOND: gettext("Vale la segunda"),
            },
            validate_choice=False,
        )
        for name, label in fields.items()
    }
    form: ChoicesForm = type("Choices", (ChoicesForm,), radios)(
        data={name: str(place) for name, place in decided.items()}
    )
    return form
