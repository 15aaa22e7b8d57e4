"""Who belongs to social programmes: one line for each person or household, programme and first day."""

from datetime import date

from contest_portal.kernel.identifiers import parse_dni
from contest_portal.kernel.problems import N_, refuse
from contest_portal.registry.rules.cells import BadCell, day, own_code, strict, text
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Row
from contest_portal.registry.rules.memberships import EARLIEST, LATEST, Period, period_problems


def finish_membership(cells: Cells, _header: Header, today: date) -> Row:
    """Make the row of a membership: with a DNI it is the person's, without one the household's."""
    household_code, dni, programme, since, until = cells
    if household_code is None and dni is None:
        message = N_("Escriba el DNI de la persona, o el código del hogar si todo el hogar pertenece.")
        raise BadCell("membership.nobody", message, field="dni")
    last = None if until is None else date.fromisoformat(str(until))
    refuse(period_problems(Period(date.fromisoformat(str(since)), last), today))
    return dni or household_code, dni is not None, programme, since, until


MEMBERSHIPS = FileKind(
    code="memberships",
    label=N_("Pertenencia a programas sociales"),
    columns=(
        Column(
            "household_code",
            ("codigo_hogar", "hogar", "id_hogar"),
            own_code(longest=20),
            required=True,
            unless="dni",
            may_be_blank=True,
        ),
        Column(
            "dni",
            ("dni", "nro_dni", "documento_identidad", "documento", "numero_documento"),
            strict(parse_dni),
            required=True,
            unless="household_code",
            may_be_blank=True,
        ),
        Column(
            "programme",
            ("programa", "programa_social", "codigo_programa"),
            text(longest=80),
            required=True,
        ),
        Column(
            "since",
            ("desde", "fecha_inicio", "fecha_ingreso", "fecha_afiliacion"),
            day(earliest=EARLIEST, latest=LATEST),
            required=True,
        ),
        Column(
            "until",
            ("hasta", "fecha_fin", "fecha_salida", "fecha_baja"),
            day(earliest=EARLIEST, latest=LATEST),
            is_figure=True,
        ),
    ),
    row_fields={"subject": str, "is_person": bool, "programme": str, "since": date, "until": date},
    finish=finish_membership,
    key=("subject", "is_person", "programme", "since"),
    key_column="programme",
    leaves_out=False,
    repeated_message=N_(
        "La línea %(line)s de este archivo ya dice lo mismo: la misma persona u hogar, el mismo programa y el mismo "
        "inicio. Deje una sola de las dos filas."
    ),
)
