"""How a file was read, in words and names: its source, its columns, and what a person should look at."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.columns import Header
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.reports import ColumnChoice, Reading
from contest_portal.registry.rules.side_lines import SideLine
from contest_portal.registry.sources.table import Table

PREVIEW_ROWS = 5


def layout_code(kind: FileKind, header: Header) -> str:
    """Name the source of files that tell the same fields: a newer edition of a file is the same source."""
    return f"{kind.code}:{sha256_hex(' '.join(sorted(header.positions)))[:12]}"


def reading(kind: FileKind, table: Table, header: Header) -> Reading:
    """Say which column is read for each field, with the first rows as they stand."""
    first = islice(table.lines(), PREVIEW_ROWS)
    return Reading(
        names=table.names,
        header_line=table.header_line,
        choices=tuple(
            ColumnChoice(
                field=column.field,
                title=column.title,
                column=header.title(column.field) if header.has(column.field) else None,
                is_required=column.required and not header.has(column.unless),
                is_guess=column.field in header.guessed,
            )
            for column in kind.columns
        ),
        first_rows=tuple(_as_wide(line.values, len(table.names)) for line in first),
    )


def _as_wide(values: Sequence[str], width: int) -> tuple[str, ...]:
    return (*values[:width], *("" for _ in range(width - len(values))))


def notices(
    table: Table, kind: FileKind, side_lines: Mapping[str, int], *, read: int, blank: int
) -> Iterator[Problem]:
    """Say what is no fault but should be looked at before the file is imported."""
    yield from table.notices
    if table.header_line > 1:
        message = N_("El encabezado se encontró en la línea %(line)s; lo que está encima no se importa.")
        yield _notice("file.header_below", message, line=table.header_line)
    aside = sum(side_lines[kind_of_line] for kind_of_line in (SideLine.TOTAL, SideLine.NOTE, SideLine.HEADER))
    if aside:
        message = N_("%(rows)s líneas son totales, notas o encabezados repetidos: no se importan.")
        yield _notice("file.side_lines", message, rows=aside)
    if not table.ends_with_newline:
        message = N_(
            "La última línea no termina con un salto de línea: compruebe que el archivo no esté cortado y que "
            "tenga las %(rows)s filas que usted espera."
        )
        yield _notice("file.no_final_newline", message, rows=read)
    if blank:
        yield _notice("rate.absent", kind.blank_notice, rows=blank)


def left_out_notice(rows: int) -> Iterator[Problem]:
    """Say how many rejected rows an import of the good ones leaves out, and what becomes of them."""
    if rows:
        message = N_(
            "Filas con problemas que quedan fuera: %(rows)s. Corríjalas en el archivo de filas rechazadas e impórtelo "
            "después. Nada queda como retirado por esta importación."
        )
        yield _notice("rows.left_out", message, rows=rows)


def _notice(code: str, message: str, **numbers: int) -> Problem:
    params = {name: str(number) for name, number in numbers.items()}
    return Problem(code, field="file", message=message, params=params)
