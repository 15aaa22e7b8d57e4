"""The shape of running a calibration exercise."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField

from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.sheets import Criterion, Phase
from contest_portal.kernel.marks import Mark, parse_mark
from contest_portal.kernel.problems import N_
from contest_portal.scoring.rules.calibration import Marks
from contest_portal.web.shared.fields import CleanTextAreaField, CleanTextField, ParsedField, required
from contest_portal.web.shared.forms import PortalForm

EXAMPLE = (
    N_("Grupo inventado de seis hogares que cría cuyes en galpones de adobe desde hace dos años."),
    N_(
        "Vende 40 cuyes al mes en la feria del distrito y quiere llegar a 90 con un galpón nuevo y pasto mejorado."
    ),
    N_(
        "Dos integrantes llevan cuentas en un cuaderno. No tiene comprador fijo y perdió animales por una peste."
    ),
    N_("Pide S/ 8,000 y pone la mano de obra y el terreno."),
)


class ExerciseForm(PortalForm):
    """An invented group and the sheet it is marked with."""

    phase_code = SelectField(lazy_gettext("Ficha que se practica"))
    group_name = CleanTextField(
        lazy_gettext("Nombre del grupo inventado"),
        [required(N_("Escriba un nombre inventado."))],
        description=lazy_gettext("Que no sea el de un grupo de verdad."),
        column="calibration.group_name",
    )
    profile = CleanTextAreaField(
        lazy_gettext("Perfil inventado"),
        [required(N_("Escriba el perfil inventado."))],
        description=lazy_gettext(
            "Lo que el jurado lee para calificar. Cambie el ejemplo por uno de su zona."
        ),
        letters=10_000,
    )

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(
            data={
                "group_name": gettext("Cuyes del Cerro Azul"),
                "profile": "\n".join(gettext(line) for line in EXAMPLE),
            }
        )
        self.phase_code.choices = [(phase.code, phase.name) for phase in rulebook.phases]


class AgreedField(ParsedField):
    """A mark that the jury agreed on; empty while it did not."""

    def __init__(self, criterion: Criterion, per_point: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.criterion, self.per_point = criterion, per_point

    def parse(self, text: str) -> Mark:
        """Read the mark within the criterion's range and steps."""
        return parse_mark(
            text,
            field=self.name,
            per_point=self.per_point,
            maximum=self.criterion.max_points,
            minimum=self.criterion.min_points,
        )


class ReferenceForm(PortalForm):
    """Base of the form made for one phase: a mark for each criterion."""

    def marks(self) -> dict[str, Mark]:
        """Give the marks typed, by criterion."""
        return {
            field.criterion.code: field.data
            for field in self
            if isinstance(field, AgreedField) and isinstance(field.data, Mark)
        }


def reference_form(rulebook: Rulebook, phase: Phase, agreed: Marks) -> ReferenceForm:
    """Make the form of a phase, filled with what was agreed before."""
    per_point = rulebook.scoring.marks_per_point
    asked = [criterion for criterion in phase.criteria if not criterion.is_computed]
    fields: dict[str, Any] = {_name(one): _field(one, per_point) for one in asked}
    saved = {_name(one): Mark(agreed[one.code].units, per_point) for one in asked if one.code in agreed}
    made: ReferenceForm = type("PhaseReferenceForm", (ReferenceForm,), fields)(data=saved)
    return made


def _name(criterion: Criterion) -> str:
    return f"mark_{criterion.code}"


def _field(criterion: Criterion, per_point: int) -> Field:
    most = gettext("Hasta %(most)s. Vacío si no se acordó.", most=criterion.max_points)
    return AgreedField(criterion, per_point, label=criterion.text, description=most)
