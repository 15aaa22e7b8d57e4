"""Lines are read fast, and what is wrong with one is said exactly."""

from datetime import date

import pytest

from contest_portal.registry.rules.cells import Line, text, whole
from contest_portal.registry.rules.columns import Column, Header
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.kinds.every_kind import FILE_KINDS
from contest_portal.registry.rules.line_reader import REMEMBERED, LineReader

KIND = FileKind(
    code="plots",
    label="Parcelas",
    columns=(
        Column("name", ("nombre",), text(longest=5), required=True, may_be_blank=False),
        Column("size", ("tamano",), whole(least=0, most=99), is_figure=True),
    ),
    row_fields={"name": str, "size": int},
    finish=lambda cells, _header, _today: tuple(cells),
    key=("name",),
    key_column="name",
)
TODAY = date(2026, 11, 23)


def reader(*names: str) -> LineReader:
    header, _ = KIND.match(names or ("nombre", "tamaño"))
    return LineReader(KIND, header, TODAY)


def problems(found: LineReader, *values: str) -> list[tuple[int, str, str, str]]:
    line = Line(7, values)
    assert found.read(line) is None
    return [(p.line, p.column, p.value, p.problem.code) for p in found.problems(line)]


@pytest.mark.parametrize(
    ("values", "row"),
    [
        (("Pata", "12"), ("Pata", 12)),
        ((" Pata ", " 12 "), ("Pata", 12)),
        (("Pata", ""), ("Pata", None)),
        (("Pata", "n.d."), ("Pata", None)),
        (("Pata", "12", "", " "), ("Pata", 12)),
    ],
)
def test_a_good_line_becomes_a_row(values: tuple[str, ...], row: tuple[object, ...]) -> None:
    assert reader().read(Line(2, values)) == row


def test_every_bad_cell_is_named_with_its_column_and_value() -> None:
    assert problems(reader("NOMBRE", "Tamaño"), "Patacancha", "cien") == [
        (7, "NOMBRE", "Patacancha", "cell.too_long"),
        (7, "Tamaño", "cien", "cell.not_a_number"),
    ]


@pytest.mark.parametrize("value", ["", " ", "-", "–"])
def test_what_must_be_told_may_not_be_blank(value: str) -> None:
    assert problems(reader(), value, "1") == [(7, "nombre", value.strip(), "cell.empty")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("a",), [(7, "nombre", "a", "line.wrong_length")]),
        (("a", "1", "c"), [(7, "tamaño", "c", "line.wrong_length")]),
        ((), [(7, "tamaño", "", "line.wrong_length")]),
    ],
)
def test_a_misshapen_line_is_only_that(
    values: tuple[str, ...], expected: list[tuple[int, str, str, str]]
) -> None:
    assert problems(reader(), *values) == expected


def test_the_sentence_shows_the_cell_and_nothing_of_it_is_a_format() -> None:
    found = reader()
    found.read(Line(2, ("Pata", "%(x)s %d")))

    assert found.problems(Line(2, ("Pata", "%(x)s %d")))[0].text.startswith(
        "«%(x)s %d» no es un número entero"
    )


def test_a_cell_is_read_the_same_the_second_time_and_after_all_was_forgotten() -> None:
    found = reader()
    many = [found.read(Line(n, (f"a{n % 3}", str(n % 100)))) for n in range(100)]
    for number in range(REMEMBERED + 10):
        found.read(Line(number, (f"{number}"[-5:], "")))

    assert [found.read(Line(n, (f"a{n % 3}", str(n % 100)))) for n in range(100)] == many


def test_a_bad_cell_is_refused_every_time_it_comes() -> None:
    found = reader()

    assert [found.read(Line(n, ("Pata", "x"))) for n in range(3)] == [None] * 3


def test_a_column_that_is_missing_is_not_said_again_on_every_line() -> None:
    found = LineReader(KIND, Header(names=("otra",), positions={}), TODAY, is_whole=False)

    assert found.problems(Line(2, ("x",))) == []


@pytest.mark.parametrize("kind", FILE_KINDS.values(), ids=lambda kind: kind.code)
def test_a_row_has_a_value_for_every_field_of_its_kind(kind: FileKind) -> None:
    good = {
        "districts": "090301,Huancavelica,Angaraes,Lircay",
        "poverty": "090301,45.8,2018",
        "centres": "0903010099,CHAHUARMA,R",
        "households": "H-1,0903010099,70000001,Delia,Ccanto,F",
        "components": "H-1,cuyes,2024",
        "memberships": "H-1,,juntos,2019-03-01",
        "codes": "090301,090399,Ley 1",
    }[kind.code].split(",")
    titles = kind.required_titles + (("anio",) if kind.code == "poverty" else ())
    header, faults = kind.match(titles)

    row = LineReader(kind, header, TODAY).read(Line(2, good))

    assert (faults, row and len(row)) == ((), len(kind.row_fields))
