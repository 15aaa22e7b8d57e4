"""One document of each kind: heard by readers of screens, fit for an archive, legible from an old printer."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.press import Press
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.typesetting import stylesheet
from contest_portal.kernel.pdf import render_pdf
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.documents.every_kind import every_document, printed
from tests.documents.paper_checks import file_faults, paper_faults, tag_faults
from tests.documents.papers import page_texts
from tests.factories.signing import make_signer

SMALL = "annulment"


@pytest.mark.parametrize("code", KINDS)
def test_a_paper_of_each_kind_keeps_the_standards_and_survives_an_old_printer(code: str) -> None:
    assert paper_faults(printed(code)) == set()


def test_a_signed_paper_keeps_them_and_its_field_has_a_name(tmp_path: Path) -> None:
    signed, _ = make_signer(tmp_path).sign(printed(SMALL), reason="ANULACIÓN")

    with pikepdf.open(BytesIO(signed)) as file:
        [field] = file.Root.AcroForm.Fields
        spoken = str(field.TU)
    assert ({*tag_faults(signed), *file_faults(signed)}, spoken) == (set(), "Firma digital")


def test_the_mark_across_a_void_paper_leaves_it_legible_and_says_so_to_all() -> None:
    kind = KINDS[SMALL]
    document = every_document(kind)
    document.state = DocumentState.VOID.value
    html = Press(Storage(Path("/none")), "https://fondos.example").html(kind, document)

    pdf = render_pdf(html, stylesheet=stylesheet(), created=NOON)

    assert paper_faults(pdf) == set()
    assert f"{document.code} · ANULADO" in page_texts(pdf)[0]


def test_the_head_is_told_once_before_the_text_and_the_foot_after_all() -> None:
    with pikepdf.open(BytesIO(printed("acta"))) as file:
        pages = len(file.pages)
        kids = list(file.Root.StructTreeRoot.K[0].K)
        marks = [_marks(file, kids[place]) for place in (0, -1)]
        artifacts = [
            sum(op == pikepdf.Operator("BDC") and operands[0] == "/Artifact" for operands, op in stream)
            for stream in (pikepdf.parse_content_stream(page) for page in file.pages)
        ]

    assert pages > 2
    assert all(one > 2 for one in marks)
    assert (artifacts[0], all(artifacts[1:])) == (0, True)


def test_where_a_picture_says_it_lies_there_it_is_printed() -> None:
    with pikepdf.open(BytesIO(printed("acta"))) as file:
        numbers = {page.objgen: number for number, page in enumerate(file.pages)}
        places = {
            numbers[one.Pg.objgen]: [float(edge) for edge in one.A.BBox]
            for one in _elements(file)
            if one.S == "/Figure"
        }

    inks = [_ink_between(printed("acta"), *place) for place in places.items()]

    assert len(inks) == 2  # the codes of the foot and of the checkpoint
    for width, height, ink in inks:
        across, down = ink.any(axis=0).sum(), ink.any(axis=1).sum()
        assert (across > width * 9 // 10, down > height * 9 // 10) == (True, True)


def _ink_between(pdf: bytes, number: int, box: list[float]) -> tuple[int, int, Any]:
    """Give the width and the height in pixels of a part of a page, and which of them are dark."""
    page = pypdfium2.PdfDocument(pdf)[number]
    foot, (left, bottom, right, top) = page.get_height(), box
    grey = page.render(scale=2, grayscale=True).to_numpy()
    part = grey[round(2 * (foot - top)) : round(2 * (foot - bottom)), round(2 * left) : round(2 * right)]
    height, width, *_ = part.shape
    return width, height, part.reshape(height, width) < 128


def _marks(file: pikepdf.Pdf, element: pikepdf.Object) -> int:
    """Count the pieces of the first page below an element; anything of another page is none."""
    if isinstance(element, int):
        return 1
    here = element.Pg.objgen == file.pages[0].objgen
    return sum(_marks(file, kid) for kid in element.K) if here else 0


def _untitled(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences.DisplayDocTitle


def _unmarked(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.ParentTree.Nums[1][3] = None


def _skipped(file: pikepdf.Pdf) -> None:
    next(one for one in _elements(file) if one.S == "/P").S = Name.H3


def _unscoped(file: pikepdf.Pdf) -> None:
    del next(one for one in _elements(file) if one.S == "/TH").A.Scope


def _short_row(file: pikepdf.Pdf) -> None:
    row = next(one for one in _elements(file) if one.S == "/TR")
    row.K = Array([row.K[0]])


def _silent_picture(file: pikepdf.Pdf) -> None:
    del next(one for one in _elements(file) if one.S == "/Figure").Alt


def _without_fonts(file: pikepdf.Pdf) -> None:
    for one in file.objects:
        if isinstance(one, Dictionary) and one.get("/Type") == "/FontDescriptor":
            del one["/FontFile2"]


def _shrunk(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        page.contents_add(b"0.5 0 0 0.5 0 0 cm", prepend=True)


def _moved(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        page.contents_add(b"1 0 0 1 -62 0 cm", prepend=True)


def _elements(file: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (one for one in file.objects if isinstance(one, Dictionary) and "/S" in one and "/K" in one)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_untitled, "the title is not shown"),
        (_unmarked, "paints what is neither told nor an artifact"),
        (_skipped, "a heading 3 follows a 1"),
        (_unscoped, "a header says not what it heads"),
        (_short_row, "columns in one table"),
        (_silent_picture, "a picture says not what it shows"),
        (_without_fonts, "is not embedded"),
        (_shrunk, "text of "),
        (_moved, "text in the edge that is not printed"),
    ],
    ids=lambda value: value.__name__[1:] if callable(value) else "",
)
def test_what_is_spoilt_is_found(spoil: Callable[[pikepdf.Pdf], None], fault: str) -> None:
    target = BytesIO()
    with pikepdf.open(BytesIO(printed("settlement"))) as file:
        spoil(file)
        file.save(target)
    spoilt = target.getvalue()

    found = paper_faults(spoilt)

    assert any(fault in one for one in found), found
