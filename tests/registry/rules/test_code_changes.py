"""Which code stands for an old one: chains are followed, splits named, circles refused."""

import pytest

from contest_portal.registry.rules.code_changes import (
    Change,
    CodeBook,
    CodeKind,
    Current,
    change_problems,
    circle_problem,
    split_problem,
    taken_remark,
)


def inei(old: str, new: str, source: str = "Ley 1") -> Change:
    return Change(CodeKind.INEI, old, new, source)


FIRST, SECOND = inei("090101", "090102"), inei("090102", "090103", "Ley 2")
PART_A, PART_B = inei("090108", "090109"), inei("090108", "090110")
OF_RENIEC = Change(CodeKind.RENIEC, "080201", "080202", "Oficio 3")
OF_A_CENTRE = Change(CodeKind.CENTRE, "0901010007", "0902010001", "Oficio 4")
BOOK = CodeBook((FIRST, SECOND, PART_A, PART_B, OF_RENIEC, OF_A_CENTRE, inei("090107", "090108")))


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        (CodeKind.INEI, "090301", Current("090301")),
        (CodeKind.INEI, "090102", Current("090103", (SECOND,))),
        (CodeKind.INEI, "090101", Current("090103", (FIRST, SECOND))),
        (CodeKind.INEI, "090108", Current("090108", (), ("090109", "090110"))),
        (CodeKind.INEI, "090107", Current("090108", (inei("090107", "090108"),), ("090109", "090110"))),
        (CodeKind.INEI, "080201", Current("080201")),
        (CodeKind.RENIEC, "080201", Current("080202", (OF_RENIEC,))),
        (CodeKind.RENIEC, "090101", Current("090101")),
        (CodeKind.CENTRE, "0901010001", Current("0901030001", (FIRST, SECOND))),
        (CodeKind.CENTRE, "0901010007", Current("0902010001", (OF_A_CENTRE,))),
        (CodeKind.CENTRE, "0901080001", Current("090108", (), ("090109", "090110"))),
        (CodeKind.CENTRE, "0903010001", Current("0903010001")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_code_of_today_is_followed_to(kind: CodeKind, code: str, expected: Current) -> None:
    assert BOOK.current(kind, code) == expected


@pytest.mark.parametrize(
    ("changes", "turning"),
    [
        ((FIRST, SECOND), ""),
        ((FIRST, inei("090102", "090101")), "090101 → 090102, 090102 → 090101"),
        ((FIRST, SECOND, inei("090103", "090101")), "090101 → 090102, 090102 → 090103, 090103 → 090101"),
        ((PART_A, PART_B, inei("090110", "090108")), "090108 → 090109, 090108 → 090110, 090110 → 090108"),
        (
            (Change(CodeKind.CENTRE, "0901020001", "0901010001", "Oficio 5"), FIRST),
            "0901020001 → 0901010001",
        ),
        ((FIRST, Change(CodeKind.RENIEC, "090102", "090101", "Oficio 6")), ""),
    ],
    ids=["chain", "two", "three", "a branch", "a centre and its district", "two systems"],
)
def test_a_circle_is_refused_and_named(changes: tuple[Change, ...], turning: str) -> None:
    problem = circle_problem(CodeBook(changes))

    assert ("" if problem is None else problem.params["codes"]) == turning


def test_a_circle_that_was_stored_all_the_same_stops_somewhere() -> None:
    book = CodeBook((FIRST, inei("090102", "090101")))

    assert book.current(CodeKind.INEI, "090101").steps == (FIRST,)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (FIRST, []),
        (inei("9010", "090102"), ["code.digits"]),
        (inei("0901010001", "٠٩٠١٠٢"), ["code.digits", "code.digits"]),
        (inei("090101", "260102"), ["department.unknown"]),
        (inei("260101", "090101"), []),
        (inei("090101", "090101"), ["code.same"]),
        (inei("090101", "090102", ""), ["code.source"]),
        (Change(CodeKind.CENTRE, "090101", "0901010001", "Ley"), ["code.digits"]),
    ],
    ids=[
        "good",
        "short",
        "long and no ASCII",
        "no department",
        "wrong before",
        "same",
        "no document",
        "district for centre",
    ],
)
def test_a_change_that_cannot_be_says_why(change: Change, codes: list[str]) -> None:
    assert [problem.code for problem in change_problems(change)] == codes


def test_a_split_names_its_candidates() -> None:
    problem = split_problem(BOOK.current(CodeKind.CENTRE, "0901080001"), "centre_code")

    assert problem.text == (
        "El código 090108 se dividió en 090109, 090110. Escriba en su lugar el que corresponde a esta fila."
    )


def test_a_remark_tells_every_step_and_each_document_once() -> None:
    remark = taken_remark((FIRST, SECOND, inei("090103", "090104")), rows=3, line=2)

    assert remark.text == (
        "Código antiguo 090101 → 090102 → 090103 → 090104, según Ley 1; Ley 2. Filas que se tomaron con el nuevo: 3 "
        "(la primera, en la línea 2)."
    )
