"""Two typings of a table, cell by cell."""

from dataclasses import fields, replace

import pytest

from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place, mismatches, settled
from contest_portal.applications.rules.paper_cells import place_of, table_of
from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.profiles import CHOICE, PROFILE

TRUE = Draft(CHOICE, PROFILE)
ROWS = {one.name: getattr(PROFILE, one.name) for one in fields(Profile)}
TABLES = [name for name, rows in ROWS.items() if rows and isinstance(rows, tuple)]
HEN, SEED = PROFILE.goods[:2]
DEAR, MANY = replace(HEN, unit_cost=Money.soles(155)), replace(SEED, quantity=Quantity.of(91))


def with_profile(**changes: object) -> Draft:
    return Draft(CHOICE, replace(PROFILE, **changes))  # type: ignore[arg-type]


def with_goods(*goods: object) -> Draft:
    return with_profile(goods=goods)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (with_goods(DEAR, SEED), ("goods.0.unit_cost",)),
        (with_goods(DEAR, MANY), ("goods.0.unit_cost", "goods.1.quantity")),
        (with_goods(replace(HEN, unit=f"  {HEN.unit} "), SEED), ()),
        (with_goods(replace(HEN, unit_cost=None), SEED), ("goods.0.unit_cost",)),
        (with_goods(HEN), ("goods",)),
        (with_goods(), ("goods",)),
        (with_goods(HEN, SEED, SEED), ("goods",)),
    ],
    ids=["a cell", "two rows", "spaces", "not written", "a row less", "no rows", "a row more"],
)
def test_rows_that_pair_are_compared_cell_by_cell(other: Draft, expected: tuple[str, ...]) -> None:
    assert mismatches(TRUE, other, STANDARD_FORM) == expected


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_every_table_is_told_apart_and_can_be_taken(table: str) -> None:
    rows = getattr(PROFILE, table)
    for cell in fields(rows[0]):
        other = with_profile(**{table: (replace(rows[0], **{cell.name: "anders"}), *rows[1:])})
        key = f"{table}.0.{cell.name}"
        taken = settled(TRUE, other, TRUE, {key: Place.SECOND})

        assert (taken, settled(TRUE, other, taken, {key: Place.FIRST})) == (other, TRUE)


def test_each_row_may_be_right_in_another_typing() -> None:
    first, second = with_goods(DEAR, SEED), with_goods(HEN, MANY)
    keys = mismatches(first, second, STANDARD_FORM)

    right = settled(first, second, first, {keys[0]: Place.SECOND, keys[1]: Place.FIRST})

    assert (keys, right) == (("goods.0.unit_cost", "goods.1.quantity"), TRUE)


def test_a_cell_chosen_after_the_table_was_written_anew_begins_from_the_first_typing() -> None:
    first, second, anew = with_goods(DEAR, SEED), with_goods(HEN, SEED), with_goods(SEED)

    assert settled(first, second, anew, {"goods.0.unit_cost": Place.SECOND}) == second


@pytest.mark.parametrize(
    ("key", "table", "place"),
    [
        ("goods.0.unit_cost", "goods", ("goods", 0, "unit_cost")),
        ("quotations.12.ruc", "quotations", ("quotations", 12, "ruc")),
        ("goods", "goods", None),
        ("q_agua", "q_agua", None),
    ],
)
def test_a_key_names_a_field_or_a_cell(key: str, table: str, place: tuple[str, int, str] | None) -> None:
    assert (table_of(key), place_of(key)) == (table, place)
