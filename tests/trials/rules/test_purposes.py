"""What the rules of a category let a trial show, and the panel that shows it."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.contests.rules.sheets import Phase, WhenEmpty
from contest_portal.trials.rules.panel import InventedJuror, invented_panel
from contest_portal.trials.rules.purposes import Purpose, purposes_of, spared_class
from tests.factories.contests import FIELD, PUBLIC
from tests.factories.sheets import ADVISER, COMPUTED, JURY, SHARED, book_of

ALWAYS = [Purpose.LEADER, Purpose.TIED, Purpose.TIED, Purpose.FEWER_SHEETS]


def classes(*when_empty: WhenEmpty) -> Phase:
    return replace(
        SHARED, classes=(replace(JURY, when_empty=when_empty[0]), replace(ADVISER, when_empty=when_empty[1]))
    )


@pytest.mark.parametrize(
    ("phase", "more"),
    [
        pytest.param(PUBLIC, [Purpose.BELOW], id="plain"),
        pytest.param(FIELD, [Purpose.BELOW, Purpose.ABSENT], id="attendance"),
        pytest.param(replace(FIELD, attendance_minimum=Fraction(0)), [Purpose.BELOW], id="nobody need come"),
        pytest.param(COMPUTED, [Purpose.BELOW, Purpose.ANSWERED_NO], id="yes or no"),
        pytest.param(SHARED, [Purpose.CLASS_MISSING, Purpose.BELOW], id="a class may be empty"),
        pytest.param(classes(WhenEmpty.BLOCKS, WhenEmpty.BLOCKS), [Purpose.BELOW], id="no class may"),
    ],
)
def test_what_the_rules_provide_for_has_its_group(phase: Phase, more: list[Purpose]) -> None:
    assert list(purposes_of(book_of(phase), "IDEA")) == ALWAYS + more


def test_a_category_shows_what_its_own_phases_provide_for() -> None:
    book = book_of(replace(FIELD, categories=("MARCHA",)), PUBLIC)

    assert Purpose.ABSENT not in purposes_of(book, "IDEA")
    assert Purpose.ABSENT in purposes_of(book, "MARCHA")


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        pytest.param(PUBLIC, None, id="no classes"),
        pytest.param(classes(WhenEmpty.BLOCKS, WhenEmpty.ZERO), "ADVISER", id="worth zero"),
        pytest.param(classes(WhenEmpty.SHARED_OUT, WhenEmpty.BLOCKS), "JURY", id="the first one"),
        pytest.param(classes(WhenEmpty.ZERO, WhenEmpty.ZERO), "ADVISER", id="both: one of them"),
        pytest.param(replace(SHARED, classes=(replace(JURY, when_empty=WhenEmpty.ZERO),)), None, id="alone"),
    ],
)
def test_one_class_at_most_is_left_empty(phase: Phase, code: str | None) -> None:
    spared = spared_class(phase)

    assert (spared.code if spared else None) == code


def test_one_panel_marks_all_phases_without_classes() -> None:
    panel = invented_panel(book_of(FIELD, PUBLIC, quorum=2))

    assert panel == tuple(InventedJuror(number, ("FIELD", "PUBLIC")) for number in (1, 2, 3))
    assert [(seat.position, seat.leaves) for seat in panel] == [
        ("president", False),
        ("secretary", True),
        ("member", False),
    ]


def test_each_class_has_seats_and_the_one_never_empty_reaches_the_quorum_alone() -> None:
    first_spared = classes(WhenEmpty.ZERO, WhenEmpty.BLOCKS)

    for phase, expected in ((SHARED, {"JURY": 4, "ADVISER": 1}), (first_spared, {"JURY": 1, "ADVISER": 4})):
        panel = invented_panel(book_of(PUBLIC, phase, quorum=3))
        assert Counter(seat.evaluator_class for seat in panel) == {"": 4} | expected
        assert all(seat.phases == ("SHARED",) for seat in panel if seat.evaluator_class)
