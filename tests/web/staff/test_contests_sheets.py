"""The designer's pages of phases and sheets keep what holds and name what does not."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.rulebook import (
    Criterion,
    Level,
    Phase,
)
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK
from tests.factories.designing import Desk, rows


def criterion(code: str, max_points: object, **more: object) -> dict[str, object]:
    return {
        "position": "",
        "code": code,
        "axis": "",
        "text": f"Criterio {code}",
        "guidance": "",
        "max_points": max_points,
        "weight": "1",
        "scale": "points",
        "levels": "",
    } | more


def test_phases_follow_their_position_and_keep_their_sheets(desk: Desk) -> None:
    phases = rows(
        "phases",
        {
            "position": "2",
            "code": "CAMPO",
            "name": "Campo",
            "max_points": "50",
            "attendance": "60",
            "scorers": "3",
            "former_code": "FIELD",
        },
        {
            "position": "1",
            "code": "PUBLIC",
            "name": "Pública",
            "max_points": "50",
            "attendance": "",
            "former_code": "PUBLIC",
        },
    )

    desk.post("fases", {"total_points": "100", **phases})

    assert desk.book.phases == (
        Phase("PUBLIC", "Pública", 50, PUBLIC.criteria),
        Phase("CAMPO", "Campo", 50, FIELD.criteria, Fraction(3, 5), scorers=3),
    )


def test_phases_that_miss_the_whole_name_the_sum(desk: Desk) -> None:
    row = {"position": "1", "code": "A", "name": "A", "max_points": "99", "attendance": "", "former_code": ""}

    response = desk.post("fases", {"total_points": "100", **rows("phases", row)})

    assert (
        response.status_code,
        "Las fases suman 99 puntos y deben sumar 100." in response.text,
        desk.book.phases,
    ) == (422, True, RULEBOOK.phases)


def test_a_sheet_is_kept_in_the_order_of_its_positions(desk: Desk) -> None:
    criteria = rows(
        "criteria",
        criterion("p2", "4", position="2", weight="5", guidance="Mire la maqueta"),
        criterion("P1", "30", position="1", axis="Eje", scale="levels", levels="30 = Todo\n0 = Nada"),
    )

    desk.post("fases/PUBLIC", criteria | {"quorum": "2", "own_panel": "y"})

    assert desk.book.phases == (
        FIELD,
        replace(
            PUBLIC,
            criteria=(
                Criterion(
                    "P1",
                    "Eje",
                    "Criterio P1",
                    30,
                    scale="levels",
                    levels=(Level(30, "Todo"), Level(0, "Nada")),
                ),
                Criterion("P2", "", "Criterio p2", 4, "Mire la maqueta", weight=5),
            ),
            quorum=2,
            own_panel=True,
        ),
    )


@pytest.mark.parametrize(
    ("criteria", "message"),
    [
        pytest.param(
            (criterion("A", "20"), criterion("B", "20"), criterion("C", "9")),
            "suman 49 puntos y el máximo de la fase es 50",
            id="one short",
        ),
        pytest.param(
            (criterion("A", "1", weight="100"), criterion("B", "1", weight="-50")),
            "«-50» no vale aquí. Escriba un número entero, sin signo ni decimales.",
            id="BS-18 negative weight",
        ),
        pytest.param((criterion("A", "50", weight="0"),), "El peso del criterio A", id="weight of nothing"),
        pytest.param((criterion("A", "cincuenta"),), "«cincuenta» no vale aquí.", id="points in words"),
        pytest.param(
            (criterion("A", "50", scale="levels", levels="cincuenta: mucho"),),
            "«cincuenta: mucho» no es un nivel.",
            id="level in words",
        ),
        pytest.param(
            (criterion("A", "50", scale="levels", levels="40 = Mucho\n0 = Nada"),),
            "el más alto debe valer 50 puntos",
            id="level below the maximum",
        ),
        pytest.param(
            (criterion("A", "50", scale="stars"),), "La escala del criterio A no existe.", id="scale"
        ),
    ],
)
def test_a_sheet_that_cannot_be_changes_nothing(
    desk: Desk, criteria: tuple[dict[str, object], ...], message: str
) -> None:
    response = desk.post("fases/PUBLIC", rows("criteria", *criteria))

    assert (response.status_code, message in response.text, desk.book.phases) == (422, True, RULEBOOK.phases)


def test_bs_17_weights_of_40_40_and_19_are_refused_naming_the_sum_99(desk: Desk) -> None:
    row = {
        "position": "1",
        "code": "UNICA",
        "name": "Única",
        "max_points": "100",
        "attendance": "",
        "former_code": "",
    }
    desk.post("fases", {"total_points": "100", **rows("phases", row)})
    assert desk.book.phases == (Phase("UNICA", "Única", 100, ()),)

    weights = (criterion(f"K{n}", "1", weight=weight) for n, weight in enumerate(("40", "40", "19")))
    response = desk.post("fases/UNICA", rows("criteria", *weights))

    assert (response.status_code, "suman 99 puntos" in response.text) == (422, True)


def test_what_was_typed_stays_on_a_refused_page(desk: Desk) -> None:
    response = desk.post("fases/PUBLIC", rows("criteria", criterion("A", "49", guidance="No se pierda")))

    assert ("No se pierda" in response.text, 'value="49"' in response.text) == (True, True)


def test_a_sheet_of_an_unknown_phase_is_not_found(desk: Desk) -> None:
    assert desk.get("fases/OTRA").status_code == 404
