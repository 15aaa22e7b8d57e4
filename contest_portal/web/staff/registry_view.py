"""How the registry's figures and codes are written on the office's pages."""

from collections.abc import Mapping

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.queries.finding import Finding, Why
from contest_portal.registry.queries.register import CentreView
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.rules.percentages import format_percent_e4
from contest_portal.registry.rules.targeting import Counted, Reason, Thresholds, explain
from contest_portal.web.shared.labels import (
    TARGETING_REASON_LABELS,
    TARGETING_STATUS_LABELS,
    TARGETING_STATUS_TONES,
)
from contest_portal.web.staff.blueprint import blueprint

KIND_PURPOSES: Mapping[str, str] = {
    "districts": N_("Los distritos con su código INEI, provincia y departamento. Se cargan primero."),
    "poverty": N_(
        "La tasa de pobreza monetaria de cada distrito. El año va en su columna o en el nombre de la tasa."
    ),
    "centres": N_("Los centros poblados; también sirve para completar hogares, población o altitud."),
    "households": N_("Los hogares y sus integrantes: una fila por persona."),
    "components": N_(
        "Lo que recibió cada hogar: una fila por hogar, tipo y fecha (o año). Lo que la oficina registró o corrigió a "
        "mano no cambia."
    ),
    "memberships": N_(
        "Quién pertenece a Juntos, Pensión 65 y otros programas: una fila por persona u hogar, programa e inicio. Lo "
        "que la oficina anotó a mano no cambia."
    ),
    "codes": N_(
        "Los códigos de distritos y centros que fueron reemplazados, con el documento que lo dispone."
    ),
}


FINDING_REASONS: Mapping[Why, str] = {
    Why.DNI: N_("Es su DNI"),
    Why.CODE: N_("Código del hogar"),
    Why.NAME: N_("Nombre igual"),
}


PROBLEM_LABELS: Mapping[str, str] = {
    "cell.cut_short": N_("Código cortado por la hoja de cálculo"),
    "cell.empty": N_("Celda vacía donde debe haber un dato"),
    "cell.half_place": N_("Falta la latitud o la longitud"),
    "cell.formula": N_("Celda con una fórmula"),
    "cell.not_a_choice": N_("Valor que no es uno de los admitidos"),
    "cell.not_a_coordinate": N_("Coordenada fuera del Perú o mal escrita"),
    "cell.not_a_number": N_("Número mal escrito o fuera de lo posible"),
    "cell.swapped_coordinates": N_("Latitud y longitud cambiadas"),
    "cell.too_long": N_("Texto demasiado largo"),
    "centre.other_district": N_("Centro y distrito que no corresponden"),
    "centre_code.invalid": N_("Código de centro poblado mal escrito"),
    "code.circle": N_("Códigos que vuelven a sí mismos"),
    "code.digits": N_("Código con cifras de más o de menos"),
    "code.same": N_("Código nuevo igual al antiguo"),
    "code.split": N_("Código antiguo que se dividió en varios"),
    "component.future": N_("Fecha que todavía no llega"),
    "component.first_state": N_("Estado con el que un registro no empieza"),
    "component.long_ago": N_("Fecha anterior al año 2000"),
    "component.not_counted": N_("Cantidad de lo que no se cuenta"),
    "component.retired_kind": N_("Tipo retirado del catálogo"),
    "component.state_back": N_("Estado anterior al que ya consta"),
    "component.unknown_kind": N_("Tipo que el catálogo no tiene"),
    "component.value": N_("Monto que no es mayor que cero"),
    "date.invalid": N_("Fecha que no existe o mal escrita"),
    "date.out_of_range": N_("Fecha fuera de lo posible"),
    "department.unknown": N_("Departamento que no existe"),
    "dni.invalid": N_("DNI mal escrito"),
    "file.column_missing": N_("Falta una columna"),
    "file.column_repeated": N_("Columna repetida"),
    "file.wrong_kind": N_("Archivo de otra clase"),
    "household.contradicts": N_("Líneas de un mismo hogar que se contradicen"),
    "household.two_heads": N_("Hogar con dos jefes"),
    "kinship.contradicts_head": N_("Parentesco y jefe de hogar que no van juntos"),
    "line.wrong_length": N_("Línea con celdas de más o de menos"),
    "membership.nobody": N_("Fila sin DNI y sin código de hogar"),
    "membership.overlaps": N_("Períodos del mismo programa que comparten días"),
    "membership.retired_programme": N_("Programa retirado del catálogo"),
    "membership.since": N_("Inicio que no ha llegado o de hace demasiado"),
    "membership.unknown_person": N_("DNI que el padrón no tiene"),
    "membership.unknown_programme": N_("Programa que el catálogo no tiene"),
    "membership.until": N_("Término anterior al inicio"),
    "money.invalid": N_("Monto mal escrito"),
    "rate.invalid": N_("Porcentaje mal escrito"),
    "reference.unknown": N_("Código que el padrón no tiene"),
    "row.repeated": N_("Fila repetida"),
    "sex.unclear": N_("Sexo que se puede leer de dos modos"),
    "sisfoh.expires_before": N_("Vencimiento anterior a la clasificación"),
    "sisfoh.to_come": N_("Clasificación que todavía no llega"),
    "ubigeo.invalid": N_("Ubigeo mal escrito"),
}


@blueprint.app_template_filter("problem_label")
def problem_label(code: str) -> str:
    """Name a class of problems of a file."""
    return str(gettext(PROBLEM_LABELS.get(code, N_("El archivo como un todo"))))


@blueprint.app_template_filter("rate")
def rate(rate_e4: int | None) -> str:
    """Write a poverty rate with its sign; a dash is "no data"."""
    return "—" if rate_e4 is None else f"{format_percent_e4(rate_e4)}\u00a0%"


@blueprint.app_template_filter("whole")
def whole(number: int | None) -> str:
    """Write a whole number with its thousands parted; a dash is "no data"."""
    return "—" if number is None else str(format_decimal(number, locale=get_locale()))


@blueprint.app_template_filter("degrees")
def degrees(degrees_e6: int | None) -> str:
    """Write a coordinate in degrees; a dash is "no data"."""
    if degrees_e6 is None:
        return "—"
    sign = "-" if degrees_e6 < 0 else ""
    whole_degrees, rest = divmod(abs(degrees_e6), 1_000_000)
    return f"{sign}{whole_degrees}.{rest:06d}".rstrip("0").rstrip(".")


@blueprint.app_template_filter("yes_no")
def yes_no(value: bool | None) -> str:  # noqa: FBT001 - a filter has one argument
    """Write a certainty; unknown is said as such."""
    if value is None:
        return str(gettext("Sin dato"))
    return str(gettext("Sí") if value else gettext("No"))


@blueprint.app_template_filter("kind_label")
def kind_label(code: str) -> str:
    """Name a kind of file."""
    return str(gettext(FILE_KINDS[code].label)) if code in FILE_KINDS else code


@blueprint.app_template_filter("status_label")
def status_label(status: str) -> str:
    """Name the standing of a centre."""
    return str(gettext(TARGETING_STATUS_LABELS[status]))


@blueprint.app_template_filter("reason_label")
def reason_label(reason: str) -> str:
    """Name the reason of a standing in a few words."""
    return str(gettext(TARGETING_REASON_LABELS[reason]))


@blueprint.app_template_filter("status_tone")
def status_tone(status: str) -> str:
    """Give the tone a standing is shown in."""
    return TARGETING_STATUS_TONES[status]


@blueprint.app_template_filter("finding_reason")
def finding_reason(finding: Finding) -> str:
    """Say why a search found somebody, naming what is written otherwise."""
    if finding.why is not Why.ALIKE:
        return str(gettext(FINDING_REASONS[finding.why]))
    pairs = (gettext("«%(typed)s» por «%(word)s»", typed=typed, word=word) for typed, word in finding.inexact)
    words = ", ".join(pairs)
    return str(gettext("Nombre parecido: %(words)s", words=words))


def explanation(centre: CentreView, thresholds: Thresholds) -> Problem:
    """Say why a centre has its standing, with the figures used."""
    return explain(
        Reason(centre.targeting_reason),
        thresholds,
        households=centre.households_used,
        counted=Counted(centre.counted) if centre.counted else None,
        poverty_e4=centre.poverty_e4,
    )
