"""Tables to take away as CSV, safe to open in a spreadsheet."""

import io
from collections.abc import Iterable, Sequence

from flask import Response

from contest_portal.kernel.file_marks import FileMark
from contest_portal.kernel.spreadsheets import write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], mark: FileMark | None = None
) -> Response:
    """Send rows as a CSV file in UTF-8; with persons of the register in it, it bears a mark.

    The file is written whole before it leaves: rows that are still being read need the request's session, which
    closes with the request, and a fault half way is an error page instead of half a file.
    """
    buffer = io.BytesIO()
    write_csv(buffer, header, rows, mark)
    response = Response(buffer.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def table_response(
    name: str, file_format: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> Response:
    """Send rows as `csv` or as a workbook (`xlsx`); `name` is that of the file without its ending."""
    if file_format == "csv":
        return csv_response(f"{name}.csv", header, rows)
    buffer = io.BytesIO()
    write_xlsx(buffer, header, rows)
    response = Response(buffer.getvalue(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
