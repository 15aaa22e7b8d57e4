"""The edges of what may be attached, and which reason is told first when there are several."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.attachments import (
    MAX_BYTES,
    FileReport,
    HeldFile,
    NewFile,
    check_content,
    check_files,
    check_person,
    check_place,
    is_held,
    next_name,
    too_large,
    unfit,
)
from contest_portal.applications.rules.completeness import SectionState
from contest_portal.applications.rules.file_kinds import PDF, PHOTO, FileKind
from contest_portal.contests.rules.asked_files import MAX_FILES, AskedFile, FileForm

VIEW = AskedFile("FOTO", "Foto del local", "", FileForm.PHOTO, required=True, most=1)
DEED = AskedFile("ACTA", "Acta del grupo", "", FileForm.PDF, required=True, most=1)
NEW = NewFile(PDF, "original", "kept", None)
OTHER = HeldFile("original 0", "kept 0", None)
FULL = tuple(HeldFile(f"original {n}", f"kept {n}", None) for n in range(MAX_FILES))
START, END = b"%PDF-1.4\n", b"%%EOF"


@pytest.mark.parametrize(
    ("length", "codes"), [(MAX_BYTES - 1, []), (MAX_BYTES, []), (MAX_BYTES + 1, ["attachment.too_large"])]
)
def test_a_file_may_have_ten_megabytes_to_the_byte(length: int, codes: list[str]) -> None:
    content = START + b"x" * (length - len(START) - len(END)) + END

    assert [problem.code for problem in check_content(content, "")] == codes


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ" + b"x" * MAX_BYTES, "virus.exe", "attachment.too_large"),
        (b"MZ", "perfil.exe", "attachment.program"),
        (b"", "perfil.exe", "attachment.empty"),
    ],
    ids=["size before kind", "kind before name", "nothing before name"],
)
def test_one_reason_is_told_of_what_came(content: bytes, name: str, code: str) -> None:
    assert [(problem.code, problem.field) for problem in check_content(content, name)] == [(code, "file")]


@pytest.mark.parametrize(
    ("new", "held", "code", "field"),
    [
        (replace(NEW, original_sha256="original 3"), FULL, "twice", "file"),
        (replace(NEW, sha256="kept 3"), FULL, "twice", "file"),
        (replace(NEW, asked="NADA"), FULL, "too_many", "file"),
        (replace(NEW, asked="NADA", sha256="kept 0"), (OTHER,), "twice", "file"),
        (replace(NEW, asked="NADA"), (OTHER,), "not_asked", "asked"),
        (replace(NEW, asked=""), (OTHER,), "not_asked", "asked"),
        (replace(NEW, asked="acta"), (OTHER,), "not_asked", "asked"),
        (replace(NEW, asked="ACTA", kind=PHOTO), (replace(OTHER, asked="ACTA"),), "wrong_form", "file"),
        (replace(NEW, asked="ACTA"), (replace(OTHER, asked="ACTA"),), "enough", "asked"),
    ],
    ids=[
        *("twice among many", "the same photo among many", "too many before which", "twice before which"),
        *("no such file", "no code", "small letters", "form before number", "enough"),
    ],
)
def test_the_first_reason_is_told_at_its_field(
    new: NewFile, held: tuple[HeldFile, ...], code: str, field: str
) -> None:
    found = check_place(new, held, (VIEW, DEED))

    assert [(problem.code, problem.field) for problem in found] == [(f"attachment.{code}", field)]


@pytest.mark.parametrize(
    ("new", "held"),
    [
        (replace(NEW, original_sha256="kept 0", sha256="original 0"), (OTHER,)),
        (replace(NEW, asked="ACTA"), (replace(OTHER, asked="FOTO"),)),
        (replace(NEW, asked="ACTA"), (OTHER,)),
    ],
    ids=["hashes crossed", "another one is there", "one of no name is there"],
)
def test_what_only_looks_alike_takes_no_place(new: NewFile, held: tuple[HeldFile, ...]) -> None:
    assert check_place(new, held, (VIEW, DEED)) == ()


@pytest.mark.parametrize(
    ("asked", "kind", "text"),
    [
        (VIEW, PDF, "«Foto del local» se pide como foto y el archivo es un PDF. Elija una foto."),
        (DEED, PHOTO, "«Acta del grupo» se pide en PDF y el archivo es una foto. Elija un PDF."),
    ],
    ids=["photo", "pdf"],
)
def test_a_file_of_the_other_form_says_what_to_choose(asked: AskedFile, kind: FileKind, text: str) -> None:
    new = replace(NEW, asked=asked.code, kind=kind)

    assert [problem.text for problem in check_place(new, (), (VIEW, DEED))] == [text]


@pytest.mark.parametrize(
    ("held", "required", "state", "has_room"),
    [
        (0, True, SectionState.MISSING, True),
        (0, False, SectionState.OPTIONAL, True),
        (1, True, SectionState.DONE, True),
        (2, False, SectionState.DONE, False),
        (3, True, SectionState.DONE, False),
    ],
)
def test_a_report_tells_how_far_a_file_is(
    *, held: int, required: bool, state: SectionState, has_room: bool
) -> None:
    report = FileReport(replace(VIEW, required=required, most=2), held, ())

    assert (report.state, report.has_room) == (state, has_room)


def test_every_missing_file_is_named_in_the_order_of_the_contest() -> None:
    optional = replace(VIEW, code="OTRA", name="Otra", required=False)

    missing = check_files((OTHER,), (DEED, optional, VIEW))

    assert [(problem.code, problem.field, problem.params["name"]) for problem in missing] == [
        ("attachment.missing", "files", "Acta del grupo"),
        ("attachment.missing", "files", "Foto del local"),
    ]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        *((code, code) for code in ("damaged", "encrypted", "active", "embedded", "infected")),
        ("twice", "damaged"),
        ("", "damaged"),
        ("<b>", "damaged"),
    ],
)
def test_what_the_opener_says_is_told_by_a_known_code_alone(code: str, told: str) -> None:
    problem = unfit(code, {})

    assert (problem.code, problem.field) == (f"attachment.{told}", "file")


@pytest.mark.parametrize(("size", "fits"), [(1024, True), (1025, False)])
def test_all_files_of_a_person_have_a_sum_to_the_byte(size: int, *, fits: bool) -> None:
    found = check_person(size, 2 * 1024 * 1024 - 1024, 2)

    assert [(one.code, one.field) for one in found] == ([] if fits else [("attachment.person_full", "file")])
    assert fits or "suman casi 2 MB" in found[0].text


def test_the_limit_is_named_in_megabytes() -> None:
    assert too_large().text == "El archivo pesa más de 10 MB. Redúzcalo o divídalo en partes."


@pytest.mark.parametrize(("sha256", "expected"), [("original 0", True), ("kept 0", False), ("", False)])
def test_a_file_is_known_again_by_the_bytes_that_came(*, sha256: str, expected: bool) -> None:
    assert is_held(sha256, (OTHER,)) is expected


@pytest.mark.parametrize(
    ("names", "kind", "name"),
    [
        (("anexo-1.pdf",), PHOTO, "anexo-2.jpg"),
        (("anexo-1.pdf", "anexo-1.jpg"), PDF, "anexo-2.pdf"),
        (("anexo-3.pdf", "anexo-1.pdf"), PDF, "anexo-2.pdf"),
        (("perfil.pdf", "anexo.pdf", "anexo-01.pdf"), PDF, "anexo-1.pdf"),
        (tuple(f"anexo-{n}.pdf" for n in range(1, MAX_FILES)), PHOTO, f"anexo-{MAX_FILES}.jpg"),
    ],
    ids=["of another kind", "one number twice", "a gap", "names of others", "the last"],
)
def test_no_two_files_share_a_number(names: tuple[str, ...], kind: FileKind, name: str) -> None:
    assert next_name(names, kind) == name
