"""Tables to take away as CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"  # spreadsheets take a file without it for Latin-1


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Send rows as a CSV file in UTF-8.

    The file is written whole before it leaves: rows that are still being read need the request's session, which
    closes with the request, and a fault half way is an error page instead of half a file.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(_MARK)
    writer.writerow(header)
    writer.writerows([_inert(value) for value in row] for row in rows)
    response = Response(buffer.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _inert(value: object) -> str:
    """Write a value so that no spreadsheet runs it as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
