"""Documents joined to be printed on both sides."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import NameObject

from contest_portal.documents.join_worker import join
from contest_portal.documents.print_room import join_prints
from tests.factories.attachments import pages, written
from tests.factories.signing import make_signer


@pytest.fixture
def documents(tmp_path: Path) -> list[tuple[str, str]]:
    """Three documents of one, two and three pages."""
    found = []
    for count in (1, 2, 3):
        path = tmp_path / f"{count}.pdf"
        path.write_bytes(written(pages(count)))
        found.append((str(path), f"Convenio {count}"))
    return found


def test_each_document_begins_on_a_right_hand_page_and_is_a_bookmark(
    documents: list[tuple[str, str]], tmp_path: Path
) -> None:
    made = join(documents, tmp_path / "joined.pdf")
    reader = PdfReader(tmp_path / "joined.pdf")

    assert (made, len(reader.pages)) == (8, 8)
    assert [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline] == [
        ("Convenio 1", 0),
        ("Convenio 2", 2),
        ("Convenio 3", 4),
    ]
    assert {tuple(page.mediabox) for page in reader.pages} == {(0, 0, 200, 200)}
    assert reader.root_object["/ViewerPreferences"][NameObject("/Duplex")] == "/DuplexFlipLongEdge"


def test_the_field_of_a_signature_is_left_out(tmp_path: Path) -> None:
    signed, _ = make_signer(tmp_path).sign(written(pages(1)), reason="CONVENIO")
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)

    join([(str(path), "Convenio")], tmp_path / "joined.pdf")

    fields = [list(PdfReader(file).pages[0].get("/Annots", ())) for file in (path, tmp_path / "joined.pdf")]
    assert [len(found) for found in fields] == [1, 0]


def test_a_process_of_its_own_gives_the_same_bytes(documents: list[tuple[str, str]], tmp_path: Path) -> None:
    here, there = tmp_path / "here.pdf", tmp_path / "there.pdf"
    join(documents, here)
    made = join_prints([(Path(path), title) for path, title in documents], there)

    assert (made, there.read_bytes() == here.read_bytes()) == (8, True)
