"""What households received in the programme's components: one line for each thing, household and day."""

import re
from collections.abc import Mapping
from datetime import date

from contest_portal.kernel.money import Money, parse_money
from contest_portal.kernel.problems import N_, refuse
from contest_portal.registry.rules.cells import choice, day, text, whole
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.component_records import (
    MAX_INPUTS,
    MAX_NOTE,
    MAX_NUMBER,
    MAX_TRAINER,
    ComponentDetails,
    ComponentState,
    record_problems,
)
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Reference, Row
from contest_portal.registry.rules.kinds.households import HOUSEHOLD_CODE

_STATES: Mapping[str, str] = {
    "previsto": ComponentState.PLANNED,
    "programado": ComponentState.PLANNED,
    "entregado": ComponentState.DELIVERED,
    "recibido": ComponentState.DELIVERED,
    "en_uso": ComponentState.IN_USE,
    "abandonado": ComponentState.ABANDONED,
}
STATES: Mapping[str, str] = {word.replace("_", " "): state for word, state in _STATES.items()}
"""The words a file may write for a state, the usual one first."""
DETAIL_FIELDS = (
    "quantity",
    "trainer",
    "counterpart_days",
    "counterpart_inputs",
    "counterpart_value",
    "note",
)
_STATE_MESSAGE = N_("«%(value)s» no vale aquí. Escriba previsto, entregado o en uso.")
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_SOME_UNIT = "?"
"""Only the catalogue knows whether a kind is counted; it is asked once all lines are read."""


def parse_day_or_year(value: str) -> str:
    """Read a day into its ISO text, or a year as it stands."""
    return value if _YEAR.fullmatch(value) else str(_read_day(value))


def parse_soles(value: str) -> int:
    """Read an amount in soles into céntimos."""
    return parse_money(value, field="").cents


def finish_component(cells: Cells, _header: Header, today: date) -> Row:
    """Make the row of a record, judged as one typed on a page is; a year alone stands for its first day."""
    code, kind, told_day, told_state, quantity, trainer, days, inputs, value, note = cells
    is_year = len(str(told_day)) == 4
    on_date = f"{told_day}-01-01" if is_year else str(told_day)
    details = ComponentDetails(
        quantity=_number(quantity),
        trainer=str(trainer or ""),
        counterpart_days=_number(days),
        counterpart_inputs=str(inputs or ""),
        counterpart_value=None if value is None else Money(int(value)),
        note=str(note or ""),
    )
    state = ComponentState(str(told_state or ComponentState.DELIVERED))
    refuse(record_problems(state, date.fromisoformat(on_date), details, unit=_SOME_UNIT, today=today))
    return code, kind, on_date, is_year, told_state, quantity, trainer, days, inputs, value, note


def _number(cell: object) -> int | None:
    return int(str(cell)) if cell is not None else None


_read_day = day(earliest=date(1900, 1, 1), latest=date(2100, 12, 31))

COMPONENTS = FileKind(
    code="components",
    label=N_("Lo que recibieron los hogares"),
    columns=(
        HOUSEHOLD_CODE,
        Column(
            "kind",
            ("componente", "tipo", "codigo_componente", "tipo_componente", "tecnologia"),
            text(longest=80),
            required=True,
        ),
        Column(
            "on_date",
            ("fecha", "fecha_entrega", "anio", "ano", "anio_entrega", "ano_entrega"),
            parse_day_or_year,
            required=True,
        ),
        Column("state", ("estado", "situacion"), choice(STATES, _STATE_MESSAGE), is_figure=True),
        Column("quantity", ("cantidad",), whole(least=1, most=MAX_NUMBER), is_figure=True),
        Column("trainer", ("yachachiq", "capacitador"), text(longest=MAX_TRAINER)),
        Column(
            "counterpart_days",
            ("jornales", "jornales_hogar", "dias_mano_obra"),
            whole(least=1, most=MAX_NUMBER),
            is_figure=True,
        ),
        Column("counterpart_inputs", ("insumos", "insumos_hogar"), text(longest=MAX_INPUTS)),
        Column("counterpart_value", ("valor_insumos", "insumos_soles"), parse_soles, is_figure=True),
        Column("note", ("nota", "observacion", "observaciones"), text(longest=MAX_NOTE)),
    ),
    row_fields={
        "household_code": str,
        "kind": str,
        "on_date": date,
        "is_year": bool,
        "state": str,
        "quantity": int,
        "trainer": str,
        "counterpart_days": int,
        "counterpart_inputs": str,
        "counterpart_value": int,
        "note": str,
    },
    finish=finish_component,
    key=("household_code", "kind", "on_date"),
    key_column="household_code",
    leaves_out=False,
    repeated_message=N_(
        "El hogar «%(value)s» ya tiene lo mismo, con la misma fecha, en la línea %(line)s de este archivo. Deje una "
        "sola de las dos filas."
    ),
    reference=Reference(
        "household_code",
        "household_code",
        N_("El hogar «%(value)s» no está en el padrón. Importe primero los hogares, o corrija el código."),
    ),
)
