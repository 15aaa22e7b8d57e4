"""Tables to take away as CSV, safe to open in a spreadsheet."""

import io
from collections.abc import Iterable, Sequence

from flask import Response

from contest_portal.kernel.spreadsheets import write_csv


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Send rows as a CSV file in UTF-8.

    The file is written whole before it leaves: rows that are still being read need the request's session, which
    closes with the request, and a fault half way is an error page instead of half a file.
    """
    buffer = io.BytesIO()
    write_csv(buffer, header, rows)
    response = Response(buffer.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
