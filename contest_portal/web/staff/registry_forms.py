"""The shape of what the register's pages ask for."""

from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired

from contest_portal.kernel.problems import N_, NotFound
from contest_portal.registry.queries.territory import CentreFilter, Place
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.rules.percentages import format_percent_e4, parse_percent_e4
from contest_portal.registry.rules.targeting import Thresholds
from contest_portal.web.shared.fields import (
    CleanTextField,
    ParsedField,
    WholeNumberField,
    required,
    worded_choices,
)
from contest_portal.web.shared.forms import FilterForm, PortalForm
from contest_portal.web.shared.jobs import upload_limit_mb
from contest_portal.web.shared.labels import TARGETING_STATUS_LABELS


class ImportForm(PortalForm):
    """A file to check, and what it holds."""

    kind = RadioField(
        lazy_gettext("¿Qué contiene el archivo?"),
        [InputRequired(lazy_gettext("Elija qué contiene el archivo."))],
        name="clase",
    )
    file = FileField(
        lazy_gettext("Archivo CSV o Excel"),
        [FileRequired(lazy_gettext("Elija el archivo que va a comprobar."))],
        name="archivo",
    )
    is_partial = BooleanField(
        lazy_gettext("El archivo trae solo una parte"),
        description=lazy_gettext(
            "Márquelo si solo agrega o corrige filas. Sin marcar, lo que el archivo ya no traiga de sus lugares queda "
            "como retirado."
        ),
        name="parcial",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.code, gettext(kind.label)) for kind in FILE_KINDS.values()]
        self.file.description = gettext(
            "CSV separado por comas, punto y coma o tabulaciones, o un libro de Excel. Hasta %(limit)s MB; los más "
            "grandes se importan con la orden del servidor.",
            limit=upload_limit_mb(),
        )


class DistrictFilterForm(FilterForm):
    """What the list of districts is narrowed by."""

    text = CleanTextField(lazy_gettext("Nombre o ubigeo"), name="texto", letters=200)
    department = SelectField(lazy_gettext("Departamento"), name="departamento", validate_choice=False)

    def __init__(self, departments: tuple[Place, ...]) -> None:
        super().__init__()
        self.department.choices = _choices(departments)


GONE = "no"
STANDING_LABELS = {"": N_("Los que figuran"), GONE: N_("Los que ya no figuran")}


class CentreFilterForm(FilterForm):
    """What the list of centres is narrowed by. Each territory's choices follow from the one above it."""

    text = CleanTextField(lazy_gettext("Nombre o código"), name="texto", letters=200)
    department = SelectField(lazy_gettext("Departamento"), name="departamento", validate_choice=False)
    province = SelectField(lazy_gettext("Provincia"), name="provincia", validate_choice=False)
    district = SelectField(lazy_gettext("Distrito"), name="distrito", validate_choice=False)
    status = SelectField(lazy_gettext("Focalización"), name="estado", validate_choice=False)
    standing = SelectField(
        lazy_gettext("Figura en el padrón"),
        name="figura",
        validate_choice=False,
        choices=worded_choices(STANDING_LABELS, STANDING_LABELS),
    )

    def __init__(self) -> None:
        super().__init__()
        every_status = [(code, gettext(label)) for code, label in sorted(TARGETING_STATUS_LABELS.items())]
        self.status.choices = [("", gettext("Todas")), *every_status]

    def offer(
        self, departments: tuple[Place, ...], provinces: tuple[Place, ...], districts: tuple[Place, ...]
    ) -> None:
        """Set the choices of territory."""
        self.department.choices = _choices(departments)
        self.province.choices = _choices(provinces)
        self.district.choices = _choices(districts)

    def chosen_department(self) -> str:
        """Give the two digits of the department asked for, or nothing."""
        return _code(self.department.data, 2, "")

    def chosen_province(self) -> str:
        """Give the four digits of the province, when it lies in the department asked for."""
        department = self.chosen_department()
        return _code(self.province.data, 4, department) if department else ""

    def wanted(self) -> CentreFilter:
        """Give the filter for the list."""
        province = self.chosen_province()
        district = _code(self.district.data, 6, province) if province else ""
        status = self.status.data if self.status.data in TARGETING_STATUS_LABELS else ""
        territory = district or province or self.chosen_department()
        gone = self.standing.data == GONE
        return CentreFilter(text=self.text.data or "", territory=territory, status=status, gone=gone)


class RateField(ParsedField):
    """A percentage; `data` is in ten-thousandths of a point."""

    def parse(self, text: str) -> int:
        return parse_percent_e4(text, field=self.name)

    def _value(self) -> str:
        if self.typed is None and self.data is not None:
            return format_percent_e4(int(str(self.data)))
        return super()._value()


class SeenField(HiddenField):
    """What the page showed. Nothing sent is nothing seen: what is stored must never stand in for it."""

    def process_formdata(self, valuelist: Sequence[object]) -> None:
        """Read what was sent."""
        self.data = str(valuelist[0]) if valuelist else ""


class TargetingRuleForm(PortalForm):
    """A new version of the targeting rule. `rule_id` is the version the person saw; empty when there was none."""

    min_households = IntegerField(
        lazy_gettext("Hogares como mínimo"),
        [InputRequired(lazy_gettext("Escriba cuántos hogares debe tener el centro como mínimo."))],
    )
    poverty_above = RateField(
        lazy_gettext("Pobreza monetaria por encima de, en porcentaje"),
        [required(N_("Escriba el porcentaje de pobreza que debe superar el distrito."))],
        description=lazy_gettext("El distrito debe superar este porcentaje; igualarlo no basta."),
    )
    source = CleanTextField(
        lazy_gettext("Documento que aprueba la regla"),
        [required(N_("Escriba el documento que aprueba esta regla, con su número y fecha."))],
        description=lazy_gettext("Por ejemplo: Directiva N.° 006-2012-MIDIS."),
        column="targeting_rule.source",
    )
    rule_id = SeenField()

    def thresholds(self) -> Thresholds:
        """Give the thresholds typed."""
        return Thresholds(
            min_households=self.min_households.data or 0, poverty_above_e4=int(str(self.poverty_above.data))
        )

    def seen_rule_id(self) -> int | None:
        """Give the version the person saw."""
        seen = self.rule_id.data or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


class AskedThresholdsForm(FilterForm):
    """Thresholds in an address, in the units they are kept in; those in force where the address has none."""

    min_households = WholeNumberField(name="hogares")
    poverty_above_e4 = WholeNumberField(name="pobreza_e4")

    def thresholds(self, in_force: Thresholds) -> Thresholds:
        """Give them; NotFound for what is no number."""
        if not self.validate():
            raise NotFound("thresholds")
        minimum, limit = self.min_households.data, self.poverty_above_e4.data
        return Thresholds(
            in_force.min_households if minimum is None else minimum,
            in_force.poverty_above_e4 if limit is None else limit,
        )


def _choices(places: tuple[Place, ...]) -> list[tuple[str, str]]:
    return [("", gettext("Todos")), *((place.code, place.name) for place in places)]


def _code(value: str | None, digits: int, within: str) -> str:
    text = value or ""
    fits = len(text) == digits and text.isascii() and text.isdigit() and text.startswith(within)
    return text if fits else ""
