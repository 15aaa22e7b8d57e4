"""Codes that gave way to new ones, with the document that says so."""

from collections.abc import Mapping
from datetime import date

from contest_portal.kernel.problems import N_, Refused
from contest_portal.registry.rules.cells import choice, day, text
from contest_portal.registry.rules.code_changes import Change, CodeKind, change_problems
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.file_kinds import Cells, FileKind, Row

KINDS: Mapping[str, str] = {
    "distrito": CodeKind.INEI,
    "distrito inei": CodeKind.INEI,
    "inei": CodeKind.INEI,
    "distrito reniec": CodeKind.RENIEC,
    "reniec": CodeKind.RENIEC,
    "centro": CodeKind.CENTRE,
    "centro poblado": CodeKind.CENTRE,
}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_CENTRE_DIGITS = 10
_KIND_MESSAGE = N_("«%(value)s» no vale aquí. Escriba distrito, distrito RENIEC o centro poblado.")


def finish_change(cells: Cells, _header: Header, _today: date) -> Row:
    """Make the row of a change; without its kind, ten digits are a centre's code and six a district's of INEI."""
    told, old, new, since, source = cells
    kind = CodeKind(str(told)) if told else _kind_of(str(old))
    problems = change_problems(Change(kind, str(old), str(new), str(source)))
    if problems:
        raise Refused(problems)
    return kind.value, old, new, since, source


def _kind_of(code: str) -> CodeKind:
    return CodeKind.CENTRE if len(code) == _CENTRE_DIGITS else CodeKind.INEI


CODES = FileKind(
    code="codes",
    label=N_("Códigos que cambiaron"),
    columns=(
        Column("kind", ("clase", "clase_codigo", "tipo_codigo"), choice(KINDS, _KIND_MESSAGE)),
        Column(
            "old_code",
            ("codigo_antiguo", "codigo_anterior", "ubigeo_antiguo", "codigo_antiguo_o_errado"),
            text(longest=10),
            required=True,
        ),
        Column(
            "new_code",
            ("codigo_nuevo", "codigo_vigente", "ubigeo_nuevo", "ubigeo_vigente"),
            text(longest=10),
            required=True,
        ),
        Column(
            "since",
            ("desde", "vigente_desde", "fecha"),
            day(earliest=FIRST_DAY, latest=LAST_DAY),
            is_figure=True,
        ),
        Column(
            "source",
            ("documento", "norma", "fuente", "motivo"),
            text(longest=200),
            required=True,
        ),
    ),
    row_fields={"kind": str, "old_code": str, "new_code": str, "since": date, "source": str},
    finish=finish_change,
    key=("kind", "old_code", "new_code"),
    key_column="old_code",
)
