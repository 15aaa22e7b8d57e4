"""What a machine can decide of PDF/UA-1 (by the Matterhorn Protocol), of PDF/A-3a, and of an old printer."""

from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

STANDARD = frozenset(
    "Document Part Art Sect Div BlockQuote Caption P H1 H2 H3 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span "
    "Link Figure NonStruct".split()
)
ABOVE = {
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}
"""Below what an element must stand."""
PAINTS = frozenset("Tj TJ ' \" Do S s f F f* B B* b b* sh".split())
UNPRINTABLE = Fraction(5 * 720, 254)
"""5 mm in points."""
SMALLEST_TEXT, THINNEST_LINE = 7, Fraction(1, 4)
SMALL, DARK = 9, 0
"""Text of fewer points is black: a printer of one colour sprinkles what is lighter, and its strokes break."""


def paper_faults(pdf: bytes) -> set[str]:
    """Name all that is wrong."""
    return {*tag_faults(pdf), *file_faults(pdf), *printer_faults(pdf)}


def tag_faults(pdf: bytes) -> Iterator[str]:
    """Name what readers of screens would miss."""
    with pikepdf.open(BytesIO(pdf)) as file:
        root = file.Root.StructTreeRoot
        elements = list(_below(root.K[0], "", root))
        yield from _element_faults(elements)
        yield from _heading_faults([kind for kind, _, _ in elements])
        placed = {one.objgen for _, _, one in elements}
        owners = {int(number): owner for number, owner in _pairs(root.ParentTree.Nums)}
        for number, page in enumerate(file.pages):
            marked = {
                mark
                for mark, owner in enumerate(owners[number])
                if owner is not None and owner.objgen in placed
            }
            yield from _content_faults(page, marked, f"page {number + 1}")
            if "/Annots" in page and page.get("/Tabs") != "/S":
                yield f"page {number + 1}: the order of tabs is not that of the structure"


def file_faults(pdf: bytes) -> Iterator[str]:
    """Name what an archive or a reader would refuse in the file as a whole."""
    with pikepdf.open(BytesIO(pdf)) as file:
        root, told = file.Root, file.open_metadata()
        wanted = {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
        yield from (
            f"{name} is {told.get(name)}" for name, value in wanted.items() if told.get(name) != value
        )
        if not told.get("dc:title") or root.ViewerPreferences.get("/DisplayDocTitle") is not True:
            yield "the title is not shown"
        if root.get("/Lang") != "es-PE" or root.MarkInfo.get("/Marked") is not True:
            yield "no language, or not marked"
        if not any("/DestOutputProfile" in one and one.S == "/GTS_PDFA1" for one in root.OutputIntents):
            yield "no output intent"
        if file.is_encrypted or {"/OpenAction", "/AA"} & set(root.keys()):
            yield "encrypted, or it acts by itself"
        if any(one.get("/AFRelationship") != "/Data" for one in root.get("/AF", ())):
            yield "an attachment says not what it is"
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font":
                yield from _font_faults(one)


def printer_faults(pdf: bytes) -> Iterator[str]:
    """Name what a printer of one colour, 300 dots an inch and an edge of 5 mm would lose."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        for one in page.get_objects():
            where = f"page {number}"
            left, bottom, right, top = one.get_bounds()
            if one.type != pdfium.FPDF_PAGEOBJ_TEXT:
                if one.type == pdfium.FPDF_PAGEOBJ_PATH and _thickness(one) < THINNEST_LINE:
                    yield f"{where}: a line of {_thickness(one)} points"
                continue
            size = _text_size(one)
            if size < SMALLEST_TEXT:
                yield f"{where}: text of {size} points"
            if size < SMALL and _grey(one) > DARK:
                yield f"{where}: text of {size} points in a grey of {_grey(one)}"
            if min(left, bottom, width - right, height - top) < UNPRINTABLE:
                yield f"{where}: text in the edge that is not printed"


def _below(element: Any, above: str, parent: Any) -> Iterator[tuple[str, str, Any]]:
    kind = str(element.S)[1:]
    yield kind, above, element
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from _below(kid, kind, parent)


def _element_faults(elements: list[tuple[str, str, Any]]) -> Iterator[str]:
    for kind, above, one in elements:
        if kind not in STANDARD or above not in ABOVE.get(kind, {above}):
            yield f"{kind} below {above}"
        if kind == "TH" and one.A.get("/Scope") not in {"/Row", "/Column"}:
            yield "a header says not what it heads"
        if kind == "Figure" and not str(one.get("/Alt", "")).strip():
            yield "a picture says not what it shows"
        if kind == "Table":
            yield from _table_faults(one)
        if kind == "Link" and not any(
            isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" for kid in one.K
        ):
            yield "a link leads nowhere"


def _table_faults(table: Any) -> Iterator[str]:
    rows = [one for kind, _, one in _below(table, "", table) if kind == "TR"]
    widths, reaching = set(), dict[int, int]()
    for place, row in enumerate(rows):
        width = reaching.get(place, 0)
        for cell in row.K:
            columns = int(cell.A.get("/ColSpan", 1))
            width += columns
            for further in range(1, int(cell.A.get("/RowSpan", 1))):
                reaching[place + further] = reaching.get(place + further, 0) + columns
        widths.add(width)
    if len(widths) > 1:
        yield f"rows of {sorted(widths)} columns in one table"


def _heading_faults(kinds: list[str]) -> Iterator[str]:
    levels = [int(kind[1]) for kind in kinds if kind in {"H1", "H2", "H3", "H4", "H5", "H6"}]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"headings begin with {levels[:1]}"
    yield from (f"a heading {one} follows a {before}" for before, one in pairwise(levels) if one > before + 1)


def _content_faults(page: Any, marked: set[int], where: str) -> Iterator[str]:
    """Look whether all that is painted stands in an element or is an artifact."""
    within: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BMC":
            within.append(str(operands[0]) == "/Artifact")
        elif name == "BDC":
            number = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
            within.append(str(operands[0]) == "/Artifact" or number in marked)
        elif name == "EMC":
            within.pop()
        elif name in PAINTS and not any(within):
            yield f"{where}: {name} paints what is neither told nor an artifact"


def _font_faults(font: Any) -> Iterator[str]:
    name, inner = str(font.BaseFont), font
    if font.Subtype == "/Type0":
        inner = font.DescendantFonts[0]
        if "/ToUnicode" not in font:
            yield f"{name} says not what its signs are"
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys()):
        yield f"{name} is not embedded"


def _pairs(numbers: Any) -> Iterator[tuple[Any, Any]]:
    items = list(numbers)
    return zip(items[::2], items[1::2], strict=True)


def _thickness(path: Any) -> Fraction:
    """Give how thick a line is, in points: of a stroke its width, of what is filled its lesser side."""
    left, bottom, right, top = path.get_bounds()
    drawn, stroked, width = pdfium.c_int(), pdfium.c_int(), pdfium.c_float()
    pdfium.FPDFPath_GetDrawMode(path.raw, drawn, stroked)
    pdfium.FPDFPageObj_GetStrokeWidth(path.raw, width)
    if stroked.value:
        return Fraction(width.value) * Fraction(abs(path.get_matrix().a) or 1)
    return Fraction(min(right - left, top - bottom))


def _text_size(text: Any) -> Fraction:
    size = pdfium.c_float()
    pdfium.FPDFTextObj_GetFontSize(text.raw, size)
    matrix = text.get_matrix()
    return round(Fraction(size.value) * Fraction((matrix.b**2 + matrix.d**2) ** 0.5), 2)


def _grey(text: Any) -> int:
    """Give how light a text is, from 0 for black to 255 (ITU-R BT.601)."""
    red, green, blue, alpha = (pdfium.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(text.raw, red, green, blue, alpha)
    return (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
