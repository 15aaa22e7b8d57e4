"""Suppliers' offers compared: the cheapest by goods, whoever wrote the name and however."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.profile import Profile, Quotation
from contest_portal.applications.rules.quotations import (
    cheapest_offers,
    goods_to_quote,
    is_cheapest,
    name_key,
    quotation_problems,
)
from contest_portal.contests.rules.profile_form import QuotationRules
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.profile_forms import OFFERS, QUOTES, offer, quoting
from tests.factories.profiles import PROFILE

MALLA, CUYES = PROFILE.goods


def texts(profile: Profile, rules: QuotationRules = QUOTES) -> list[str]:
    return [problem.text for problem in quotation_problems(profile, quoting(rules).form.section("goods"))]


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("Reproductores", "REPRODUCTORES ", True),
        ("Malla  galvanizada", "malla\tgalvanizada", True),
        ("Jeringa automática", "jeringa automatica", True),
        ("Malla", "Mallas", False),
        ("Caña", "Cana", False),
    ],
)
def test_names_are_compared_as_people_do(one: str, other: str, *, are_same: bool) -> None:
    assert (name_key(one) == name_key(other)) is are_same


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ((), {}),
        (OFFERS, {"Reproductores": Money.soles(4_500)}),
        (OFFERS[::-1], {"Reproductores": Money.soles(4_500)}),
        ((*OFFERS, replace(OFFERS[0], amount=None)), {"Reproductores": Money.soles(4_500)}),
        ((replace(OFFERS[0], amount=None),), {}),
        ((offer("Malla", "A", 9), offer("Sal", "A", 8)), {"Malla": Money.soles(9), "Sal": Money.soles(8)}),
        ((offer("Malla", "A", 0),), {"Malla": ZERO}),
    ],
    ids=["none", "three", "the other way round", "one not priced", "none priced", "two goods", "for nothing"],
)
def test_the_least_that_is_asked(offers: tuple[Quotation, ...], expected: dict[str, Money]) -> None:
    found = cheapest_offers(replace(PROFILE, quotations=offers))

    assert dict(found) == {name_key(name): amount for name, amount in expected.items()}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (OFFERS[0], True),
        (offer("Reproductores", "Otra granja", 4_500), True),
        (OFFERS[1], False),
        (replace(OFFERS[0], amount=None), False),
    ],
    ids=["cheapest", "as cheap", "dearer", "no price"],
)
def test_who_asks_the_least(one: Quotation, *, expected: bool) -> None:
    assert is_cheapest(one, replace(PROFILE, quotations=(*OFFERS, one))) is expected


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        (replace(MALLA, unit_cost=Money.soles(200)), True),
        (replace(MALLA, unit_cost=Money.soles(199, 99)), False),
        (replace(MALLA, quantity=None), False),
        (replace(CUYES, unit_cost=None), False),
        (replace(CUYES, description=""), False),
        (replace(CUYES, quantity=Quantity.of(0)), False),
    ],
    ids=["exactly from there", "a céntimo less", "no count", "no price", "no name", "none of it"],
)
def test_rows_that_cost_enough_are_quoted(row: object, *, is_asked: bool) -> None:
    profile = replace(PROFILE, goods=(row,))

    assert goods_to_quote(profile, QUOTES) == ((row,) if is_asked else ())


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        (
            OFFERS[:1],
            "«Reproductores» cuesta S/ 4,500.00: el concurso pide cotizaciones de 3 proveedores distintos y hay 1. "
            "Agregue las que faltan.",
        ),
        (
            (*OFFERS[1:], offer("Reproductores", "Barata", 4_000)),
            "«Reproductores» cuesta S/ 4,500.00 y un proveedor pide S/ 4,000.00. Baje el costo, o escriba por qué no "
            "eligen al más barato.",
        ),
        (
            (*OFFERS, offer("Sal", "Bodega", 3), offer("sal ", "Tienda", 4)),
            "Hay cotizaciones de «sal », que no está en la lista. Escriba el nombre igual que en la lista.",
        ),
        ((*OFFERS, offer("", "Bodega", 3)), ""),
        ((*OFFERS[:2], replace(OFFERS[2], supplier="")), "proveedores distintos y hay 2."),
    ],
    ids=["how many there are", "by how much it is dearer", "lost goods once", "no name yet", "no supplier"],
)
def test_what_is_wrong_is_said_with_its_figures(offers: tuple[Quotation, ...], expected: str) -> None:
    said = " ".join(texts(replace(PROFILE, quotations=offers)))

    assert expected in said
    assert bool(said) is bool(expected)
