"""Whoever looks for planted persons finds them in every form of file, in names and metadata too."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import xlsxwriter

from contest_portal.kernel.pdf import AttachedFile, render_pdf
from tests.architecture.canaries import NAME
from tests.architecture.disguises import found_in_disguise
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


FILES: dict[str, Callable[[], bytes]] = {
    "text": NAME.encode,
    "table": lambda: workbook(NAME),
    "archive": lambda: archive("uno.csv", NAME.encode()),
    "name in an archive": lambda: archive(f"{NAME}.csv", b""),
    "paper": lambda: paper("Acta", NAME),
    "title of a paper": lambda: paper(NAME, "Nada"),
    "papers in an archive": lambda: archive("uno.pdf", paper("Acta", NAME)),
}


@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_a_planted_name_is_found(file: Callable[[], bytes]) -> None:
    assert NAME in "\n".join(words_in(file()))


@pytest.mark.parametrize("value", ["48110007", NAME])
def test_a_planted_word_is_found_in_disguise(value: str) -> None:
    texts = {
        "as it is": value,
        "turned round": f"x{value[::-1]}x",
        "spaced": " ".join(value),
        "dotted": ".".join(value),
        **{f"base64 {n}": base64.b64encode(b"x" * n + value.encode() + b"yz").decode() for n in range(4)},
        **{name: hashlib.new(name, value.encode()).hexdigest() for name in ("md5", "sha1", "sha256")},
        "capitals": hashlib.sha256(value.upper().encode()).hexdigest().upper(),
    }

    found = {name for name, text in texts.items() if found_in_disguise(f"<p>{text}</p>", {value, "other"})}

    assert found == texts.keys() - {"as it is"}
