"""What differs between two versions of a profile, in the words of its pages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from contest_portal.applications.rules.profile import Counterpart, CounterpartKind, Profile, Purchase
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from contest_portal.web.shared.version_view import DifferenceLine, SectionDifference, version_differences
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import CHOICE, PROFILE

MALLA, CUYES = PROFILE.goods


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def differences(after: Profile, before: Profile = PROFILE) -> tuple[SectionDifference, ...]:
    return version_differences(CHOICE, before, after, RULEBOOK)


def test_nothing_differs() -> None:
    assert differences(PROFILE) == ()


def test_a_cell_is_shown_as_it_stood_and_as_it_stands() -> None:
    dearer = replace(MALLA, unit_cost=Money.soles(160))

    assert differences(replace(PROFILE, goods=(dearer, CUYES))) == (
        SectionDifference(
            "Bienes por comprar",
            (
                DifferenceLine(
                    "Bienes por comprar con el fondo, 1. Fila cambiada: Cada uno",
                    "S/\xa0150.00",
                    "S/\xa0160.00",
                ),
                DifferenceLine(
                    "Bienes por comprar con el fondo, 1. Fila cambiada: Total",
                    "S/\xa01,500.00",
                    "S/\xa01,600.00",
                ),
            ),
        ),
    )


def test_a_new_row_stood_nowhere_and_a_row_that_went_stands_nowhere() -> None:
    more = Purchase("Bebederos", "unidad", Quantity.of(4), Money.soles(10))

    (added,) = differences(replace(PROFILE, goods=(MALLA, CUYES, more)))
    (removed,) = differences(replace(PROFILE, goods=(CUYES,)))

    assert added.lines[0] == DifferenceLine(
        "Bienes por comprar con el fondo, 3. Fila nueva: Qué es", "—", "Bebederos"
    )
    assert removed.lines[0] == DifferenceLine(
        "Bienes por comprar con el fondo, 1. Fila quitada: Qué es", "Malla galvanizada", "—"
    )


def test_facts_that_follow_from_a_table_are_told_where_they_stand() -> None:
    found = differences(
        replace(PROFILE, counterpart=(Counterpart(CounterpartKind.CASH, "Ahorros", Money.soles(100)),))
    )

    assert [section.title for section in found] == ["Aporte del grupo", "Presupuesto"]
    assert found[1].lines == (DifferenceLine("Aporte del grupo", "S/\xa02,400.00", "S/\xa0100.00"),)


def test_texts_and_empty_texts() -> None:
    (section,) = differences(replace(PROFILE, summary=""))

    assert section == SectionDifference("El negocio", (DifferenceLine("De qué trata", PROFILE.summary, "—"),))
