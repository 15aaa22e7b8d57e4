"""Whoever looks for planted persons finds them in every form of file, in names and metadata too."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter

from contest_portal.kernel.pdf import AttachedFile, render_pdf
from tests.architecture.canaries import NAME
from tests.architecture.scanning import words_in

MADE = datetime(2026, 11, 23, tzinfo=UTC)


def workbook(text: str) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, text)
    return file.getvalue()


def archive(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, data)
    return file.getvalue()


def paper(title: str, text: str, attached: bytes = b"") -> bytes:
    html = f"<html lang=es><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    file = AttachedFile("datos.json", attached.decode(), "application/json", "Datos") if attached else None
    return render_pdf(html, stylesheet="", created=MADE, attached=file)


FILES = {
    "text": NAME.encode(),
    "table": workbook(NAME),
    "archive": archive("uno.csv", NAME.encode()),
    "name in an archive": archive(f"{NAME}.csv", b""),
    "paper": paper("Acta", NAME),
    "title of a paper": paper(NAME, "Nada"),
    "papers in an archive": archive("uno.pdf", paper("Acta", NAME)),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_planted_name_is_found(data: bytes) -> None:
    assert NAME in "\n".join(words_in(data))
