"""The profile record: totals, sections and the way it is kept."""

from dataclasses import fields, replace

import pytest

from contest_portal.applications.rules.profile import (
    SECTION_FIELDS,
    Asset,
    AssetKind,
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Profile,
    Prospect,
    Purchase,
    Sale,
    SectionCode,
    empty_profile,
    read_profile,
    total_of,
    with_section,
    write_profile,
)
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.profile_forms import OFFERS

FULL = Profile(
    summary="Crianza de cuyes para las ferias.",
    situation=(Prospect("Vendemos 20 cuyes al mes.", "Vender 80 cuyes al mes."),),
    assets=(Asset(AssetKind.LIVESTOCK, "Cuyes madres", "unidad", Quantity.of(30), Money.soles(25)),),
    problems=(Difficulty(ProblemKind.PRODUCTION, "Mueren las crías.", "Pozas y sanidad."),),
    assistance=(Assistance("Sanidad", "Menos mortandad", "Veterinario", Quantity.of(8), Money.soles(150)),),
    goods=(
        Purchase("Malla", "rollo", Quantity.of(3), Money.soles(120, 50)),
        Purchase("Reproductores", "unidad", Quantity.of(20), Money.soles(45)),
    ),
    sales=(Sale("Cuy de carne", "unidad", Quantity.of(900), Money.soles(22)),),
    costs=(Purchase("Alfalfa", "carga", Quantity.of(100), Money.soles(12)),),
    counterpart=(Counterpart(CounterpartKind.LABOUR, "Jornales", Money.soles(900)),),
    requested_goods=Money.soles(1_261, 50),
    requested_assistance=Money.soles(841),
)


def test_a_new_profile_holds_nothing_and_asks_for_nothing() -> None:
    assert empty_profile() == Profile("", (), (), (), (), (), (), (), (), ZERO, ZERO)


@pytest.mark.parametrize("profile", [empty_profile(), FULL], ids=["empty", "full"])
def test_a_profile_read_back_is_the_profile_written(profile: Profile) -> None:
    assert read_profile(write_profile(profile)) == profile


def test_whole_quantities_are_written_and_read_as_they_always_were() -> None:
    text = write_profile(FULL)

    assert '"quantity":30' in text
    assert sha256_hex(text) == "24e7d4faa7480c68d1f02603a5d82b1ee60af6762117ca87730806b06f602ff3"


def test_a_profile_with_fractions_and_gaps_is_read_back_as_written() -> None:
    gaps = replace(
        FULL,
        goods=(Purchase("Malla", "metro", Quantity(250), Money.soles(3, 33)), Purchase("", "", None, None)),
        counterpart=(Counterpart(CounterpartKind.CASH, "", None),),
    )

    assert '"quantity":"2.5"' in write_profile(gaps)
    assert read_profile(write_profile(gaps)) == gaps
    assert (total_of(gaps.goods), total_of(gaps.counterpart)) == (Money(833), ZERO)


def test_an_empty_object_is_a_profile_nobody_has_touched() -> None:
    assert read_profile("{}") == empty_profile()


def test_an_unknown_key_is_an_error_and_not_dropped() -> None:
    text = write_profile(FULL).replace('"summary"', '"sumary"')

    with pytest.raises(ValueError, match="missing keys: summary; unknown keys: sumary"):
        read_profile(text)


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ((), ZERO),
        (FULL.assets, Money.soles(750)),
        (FULL.assistance, Money.soles(1_200)),
        (FULL.goods, Money.soles(1_261, 50)),
        (FULL.sales, Money.soles(19_800)),
        (FULL.costs, Money.soles(1_200)),
        (FULL.counterpart, Money.soles(900)),
    ],
    ids=["none", "assets", "assistance", "goods", "sales", "costs", "counterpart"],
)
def test_a_table_adds_up_to_the_sum_of_its_rows(rows: tuple[Purchase, ...], total: Money) -> None:
    assert total_of(rows) == total


def test_what_is_requested_is_the_sum_of_its_two_parts() -> None:
    assert FULL.requested == Money.soles(2_102, 50)


def test_the_yearly_profit_is_sales_less_costs_and_may_be_a_loss() -> None:
    loss = replace(FULL, sales=())

    assert (FULL.yearly_profit, loss.yearly_profit) == (Money.soles(18_600), Money.soles(-1_200))


@pytest.mark.parametrize("section", list(SectionCode), ids=str)
def test_saving_a_section_changes_its_fields_and_no_other(section: SectionCode) -> None:
    whole = replace(FULL, quotations=OFFERS, quotations_reason="Son de raza.")
    saved = with_section(empty_profile(), section, whole)

    changed = {f.name for f in fields(Profile) if getattr(saved, f.name) != getattr(empty_profile(), f.name)}
    assert changed == set(SECTION_FIELDS[section])


def test_the_sections_together_cover_every_field_of_the_profile_once() -> None:
    named = sorted(name for names in SECTION_FIELDS.values() for name in names)

    assert named == sorted({field.name for field in fields(Profile)} - {"answers"})
