"""Rules as data: looked up by code, kept and read back without loss."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.contests.queries import read_rulebook
from contest_portal.contests.rules.rulebook import Criterion, Level, Phase, Rulebook
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import FIELD, PUBLIC, RULEBOOK


def written(book: Rulebook) -> str:
    return canonical_json(to_data(book))


def test_a_phase_is_found_by_its_code() -> None:
    assert RULEBOOK.phase("PUBLIC") == PUBLIC


def test_a_criterion_is_found_by_its_code() -> None:
    assert FIELD.criterion("F2").text == "Capacidad de gestión"


def test_a_category_is_found_by_its_code() -> None:
    assert RULEBOOK.category("MARCHA").name == "En marcha"


def test_a_line_is_found_by_its_code() -> None:
    assert RULEBOOK.line("panaderia").name == "Panadería"


@pytest.mark.parametrize("lookup", [RULEBOOK.phase, RULEBOOK.category, RULEBOOK.line, FIELD.criterion])
def test_an_unknown_code_is_a_key_error(lookup: object) -> None:
    with pytest.raises(KeyError):
        lookup("NO")  # type: ignore[operator]


def test_the_whole_is_the_sum_of_the_phases() -> None:
    assert RULEBOOK.max_points == 100


@pytest.mark.parametrize(
    ("max_points", "weight", "contribution"),
    [pytest.param(10, 1, 10, id="points"), pytest.param(10, 6, 60, id="mark times weight")],
)
def test_a_criterion_contributes_its_maximum_times_its_weight(
    max_points: int, weight: int, contribution: int
) -> None:
    criterion = Criterion("C", "", "Criterio", max_points, weight=weight)

    assert Phase("F", "Fase", contribution, (criterion,)).most(criterion) == contribution


def test_levels_give_their_points_in_the_order_written() -> None:
    criterion = Criterion("C", "", "Criterio", 15, levels=(Level(15, "a"), Level(8, "b"), Level(10, "c")))

    assert criterion.level_points == (15, 8, 10)


def test_rules_are_read_back_without_loss() -> None:
    assert read_rulebook(written(RULEBOOK)) == RULEBOOK


def test_the_same_rules_always_give_the_same_hash() -> None:
    reread = from_data(Rulebook, json.loads(written(RULEBOOK)))

    assert sha256_hex(written(reread)) == sha256_hex(written(RULEBOOK))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(RULEBOOK, title=RULEBOOK.title + "."), id="one letter"),
        pytest.param(
            replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, quorum=RULEBOOK.scoring.quorum + 1)),
            id="one number",
        ),
        pytest.param(replace(RULEBOOK, phases=RULEBOOK.phases[::-1]), id="order of phases"),
        pytest.param(
            replace(RULEBOOK, phases=(replace(FIELD, attendance_minimum=Fraction(51, 100)), PUBLIC)),
            id="attendance",
        ),
    ],
)
def test_any_change_of_the_rules_changes_the_hash(changed: Rulebook) -> None:
    assert sha256_hex(written(changed)) != sha256_hex(written(RULEBOOK))


@given(st.text(max_size=80), st.integers(1, 500), st.fractions(0, 1))
def test_whatever_was_written_is_read_back(text: str, points: int, share: Fraction) -> None:
    phase = Phase("F", text, points, (Criterion("C", text, text, points, text),), share)

    book = replace(RULEBOOK, phases=(phase,))

    assert read_rulebook(written(book)) == book


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data.pop("purpose"), id="a key is missing"),
        pytest.param(lambda data: data.update(extra=1), id="a key too many"),
        pytest.param(lambda data: data.update(fund="100000"), id="money as text"),
        pytest.param(lambda data: data["scoring"].update(rounding="to_taste"), id="unknown rounding"),
        pytest.param(lambda data: data["scoring"].update(quorum="3"), id="number as text"),
    ],
)
def test_damaged_rules_are_never_read(damage: object) -> None:
    data = json.loads(written(RULEBOOK))
    damage(data)  # type: ignore[operator]

    with pytest.raises(ValueError, match=r"Rulebook|to_taste"):
        from_data(Rulebook, data)


def test_rules_frozen_before_months_between_awards_existed_still_read_with_the_same_hash() -> None:
    frozen = written(RULEBOOK)

    assert "months_between_awards" not in frozen
    assert set(json.loads(frozen)["group"]) == {
        "min_households",
        "max_households",
        "one_group_per_household",
        "targeted_centres_only",
        "within_territory",
    }
    assert written(read_rulebook(frozen)) == frozen
    assert read_rulebook(frozen).group.months_between_awards == 0


def test_rules_frozen_before_the_class_was_asked_for_still_read_as_not_asking() -> None:
    frozen = written(RULEBOOK)

    assert ("valid_class_only" in frozen, read_rulebook(frozen).group.valid_class_only) == (False, False)


def test_that_the_class_is_asked_for_is_written_and_read_again() -> None:
    asking = replace(RULEBOOK, group=replace(RULEBOOK.group, valid_class_only=True))

    assert json.loads(written(asking))["group"]["valid_class_only"] is True
    assert read_rulebook(written(asking)) == asking


def test_the_agreement_of_the_group_is_written_only_where_it_is_asked_for() -> None:
    asking = replace(RULEBOOK, group=replace(RULEBOOK.group, sign_off=True, members_confirming=2))

    assert ("sign_off" in written(RULEBOOK), "members_confirming" in written(RULEBOOK)) == (False, False)
    assert read_rulebook(written(asking)) == asking


def test_months_between_awards_are_written_once_they_are_asked_for() -> None:
    asking = replace(RULEBOOK, group=replace(RULEBOOK.group, months_between_awards=12))

    assert json.loads(written(asking))["group"]["months_between_awards"] == 12
    assert read_rulebook(written(asking)) == asking
