"""Which files have a place in an application, and which ones are missing."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.attachments import (
    MAX_BYTES,
    HeldFile,
    NewFile,
    check_content,
    check_files,
    check_place,
    file_reports,
    next_name,
    unfit,
)
from contest_portal.applications.rules.completeness import SectionState
from contest_portal.applications.rules.file_kinds import PDF, PHOTO
from contest_portal.contests.rules.asked_files import MAX_FILES, AskedFile, FileForm
from tests.factories.attachments import PDF_BYTES

VIEW = AskedFile("FOTO", "Foto del local", "", FileForm.PHOTO, required=True, most=1)
PRICES = AskedFile("COTI", "Cotización", "", FileForm.PDF, required=False, most=2)
ANYTHING = AskedFile("OTRO", "Acta del grupo", "", FileForm.ANY, required=True, most=1)
ASKED = (VIEW, PRICES, ANYTHING)
NEW = NewFile(PDF, "original", "kept", None)


def held(*asked: str | None) -> tuple[HeldFile, ...]:
    return tuple(HeldFile(f"original {n}", f"kept {n}", code) for n, code in enumerate(asked))


@pytest.mark.parametrize(
    ("content", "name", "codes"),
    [
        (PDF_BYTES, "perfil.pdf", []),
        (b"", "perfil.pdf", ["attachment.empty"]),
        (PDF_BYTES + b" " * MAX_BYTES, "perfil.pdf", ["attachment.too_large"]),
        (b"MZ", "perfil.pdf", ["attachment.program"]),
        (PDF_BYTES, "foto.png", ["attachment.wrong_ending"]),
    ],
    ids=["good", "empty", "too large", "no such kind", "another ending"],
)
def test_what_came_is_checked(content: bytes, name: str, codes: list[str]) -> None:
    assert [problem.code for problem in check_content(content, name)] == codes


@pytest.mark.parametrize(
    ("new", "there", "codes"),
    [
        (NEW, (), []),
        (NEW, held(*[None] * (MAX_FILES - 1)), []),
        (NEW, held(*[None] * MAX_FILES), ["attachment.too_many"]),
        (replace(NEW, original_sha256="original 0"), held(None), ["attachment.twice"]),
        (replace(NEW, sha256="kept 0"), held(None), ["attachment.twice"]),
        (replace(NEW, asked="COTI"), held("COTI"), []),
        (replace(NEW, asked="COTI"), held("COTI", "COTI"), ["attachment.enough"]),
        (replace(NEW, asked="FOTO"), (), ["attachment.wrong_form"]),
        (replace(NEW, asked="COTI", kind=PHOTO), (), ["attachment.wrong_form"]),
        (replace(NEW, asked="FOTO", kind=PHOTO), (), []),
        (replace(NEW, asked="OTRO", kind=PHOTO), (), []),
        (replace(NEW, asked="NADA"), (), ["attachment.not_asked"]),
    ],
    ids=[
        "the first",
        "the last one",
        "too many",
        "twice",
        "another file with the same photo in it",
        "one more",
        "enough of them",
        "no photo",
        "no pdf",
        "a photo",
        "either",
        "not asked for",
    ],
)
def test_a_file_needs_a_place(new: NewFile, there: tuple[HeldFile, ...], codes: list[str]) -> None:
    assert [problem.code for problem in check_place(new, there, ASKED)] == codes


def test_what_is_required_is_missing_until_it_is_there() -> None:
    reports = file_reports(held("OTRO", "COTI", None), ASKED)

    assert [(report.asked, report.held, report.state, report.has_room) for report in reports] == [
        (VIEW, 0, SectionState.MISSING, True),
        (PRICES, 1, SectionState.DONE, True),
        (ANYTHING, 1, SectionState.DONE, False),
    ]
    assert file_reports((), (PRICES,))[0].state is SectionState.OPTIONAL
    assert [p.text for p in check_files(held("OTRO"), ASKED)] == ["Falta el anexo «Foto del local»."]
    assert check_files(held("OTRO", "FOTO"), ASKED) == ()


@pytest.mark.parametrize(
    ("code", "figures", "said"),
    [
        ("pages", {"pages": "90", "max": "60"}, "tiene 90 páginas y el máximo es 60"),
        ("pixels", {"max": "50"}, "más de 50 millones de puntos"),
        ("never heard of", {}, "está dañado o incompleto"),
    ],
)
def test_a_file_that_does_not_open_is_explained(code: str, figures: dict[str, str], said: str) -> None:
    assert said in unfit(code, figures).text


@pytest.mark.parametrize(
    ("names", "name"),
    [((), "anexo-1.pdf"), (("anexo-1.jpg", "anexo-2.pdf"), "anexo-3.pdf"), (("anexo-2.pdf",), "anexo-1.pdf")],
    ids=["first", "next", "a gap"],
)
def test_the_name_is_ours(names: tuple[str, ...], name: str) -> None:
    assert next_name(names, PDF) == name
