"""The designer's pages of money keep what holds and name what does not, beside its field."""

import pytest

from contest_portal.contests.rules.rulebook import (
    BudgetRules,
    Category,
    GroupRules,
)
from contest_portal.kernel.money import Money
from tests.factories.contests import RULEBOOK
from tests.factories.designing import Desk, rows

BUDGET = {
    "min_award": "4000",
    "max_award": "8000",
    "goods_percent": "70",
    "assistance_percent": "30",
    "min_counterpart_percent": "10",
    "first_percent": "70",
    "counterpart_percent": "50",
    "accounted_percent": "70",
    "sign_days": "15",
    "answer_days": "5",
    "min_households": "4",
    "max_households": "5",
    "within_territory": "y",
    "allocation_rule": "merit_order_partial",
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param({}, (False, 0), id="not asked"),
        pytest.param({"sign_off": "y", "members_confirming": "2"}, (True, 2), id="two more"),
    ],
)
def test_agreement_of_the_group_is_kept(
    desk: Desk, typed: dict[str, str], expected: tuple[bool, int]
) -> None:
    desk.post("presupuesto", BUDGET | typed)

    assert (desk.book.group.sign_off, desk.book.group.members_confirming) == expected


def test_envelopes_are_kept(desk: Desk) -> None:
    envelopes = rows(
        "envelopes",
        {"code": "idea", "name": "En idea", "envelope": "30,000.50"},
        {"code": "MARCHA", "name": "En marcha", "envelope": "49999.50"},
    )

    desk.post("sobres", {"fund": "80000", **envelopes})

    assert (desk.book.fund, desk.book.categories) == (
        Money.soles(80_000),
        (
            Category("IDEA", "En idea", Money.soles(30_000, 50)),
            Category("MARCHA", "En marcha", Money.soles(49_999, 50)),
        ),
    )


@pytest.mark.parametrize(
    ("fund", "amounts", "message"),
    [
        pytest.param(
            "100000.00",
            ("70000.00", "70000.00"),
            "Los sobres suman S/ 140,000.00 y el monto del concurso es S/ 100,000.00.",
            id="BS-12 envelopes over the fund",
        ),
        pytest.param(
            "140000.00",
            ("70000.00", "70000.00"),
            "al fondo le quedan S/ 100,000.00 sin reservar",
            id="contest over the fund",
        ),
        pytest.param("100000", ("110000", "-10000"), "«-10000» no es un monto", id="negative envelope"),
    ],
)
def test_envelopes_that_do_not_fit_change_nothing(
    desk: Desk, fund: str, amounts: tuple[str, ...], message: str
) -> None:
    envelopes = rows(
        "envelopes", *({"code": f"C{n}", "name": f"C{n}", "envelope": a} for n, a in enumerate(amounts))
    )

    response = desk.post("sobres", {"fund": fund, **envelopes})

    assert (response.status_code, message in response.text, desk.book.categories) == (
        422,
        True,
        RULEBOOK.categories,
    )


def test_budget_groups_and_allocation_rule_are_kept(desk: Desk) -> None:
    desk.post("presupuesto", BUDGET)

    assert (desk.book.budget, desk.book.group, desk.book.allocation_rule) == (
        BudgetRules(Money.soles(4_000), Money.soles(8_000), 70, 30, 10),
        GroupRules(4, 5, one_group_per_household=False, targeted_centres_only=False, within_territory=True),
        "merit_order_partial",
    )


@pytest.mark.parametrize(("typed", "kept"), [("24", 24), ("0", 0), ("", 0)])
def test_months_between_awards_are_kept(desk: Desk, typed: str, kept: int) -> None:
    desk.post("presupuesto", {**BUDGET, "months_between_awards": typed})

    assert desk.book.group.months_between_awards == kept


@pytest.mark.parametrize(("typed", "kept"), [({"valid_class_only": "y"}, True), ({}, False)])
def test_whether_an_expired_class_refuses_is_kept(desk: Desk, typed: dict[str, str], *, kept: bool) -> None:
    desk.post("presupuesto", BUDGET | typed)

    assert desk.book.group.valid_class_only is kept


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"months_between_awards": "121"}, "van de 0 (no se pide) a 120.", id="too many months"),
        pytest.param({"goods_percent": "71"}, "Bienes y asistencia técnica suman 101 %.", id="split of 101"),
        pytest.param({"min_award": "8000.01"}, "El premio máximo (S/ 8,000.00)", id="min over max"),
        pytest.param({"max_households": "3"}, "El número de hogares va de", id="sizes crossed"),
        pytest.param({"allocation_rule": "a_dedo"}, "La regla de reparto «a_dedo» no existe.", id="rule"),
    ],
)
def test_a_budget_that_cannot_be_changes_nothing(
    desk: Desk, changes: dict[str, object], message: str
) -> None:
    response = desk.post("presupuesto", BUDGET | changes)

    assert (response.status_code, message in response.text, desk.book.budget) == (422, True, RULEBOOK.budget)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, ((70, 30), 50, 70)),
        ({"first_percent": "100", "counterpart_percent": "0"}, ((100,), 0, 70)),
        ({"first_percent": "60", "accounted_percent": "100"}, ((60, 40), 50, 100)),
        ({"first_percent": "0"}, ((70, 30), 50, 70)),
        ({"first_percent": "101"}, ((70, 30), 50, 70)),
    ],
)
def test_how_an_award_is_handed_over_is_kept(
    desk: Desk, typed: dict[str, str], expected: tuple[tuple[int, ...], int, int]
) -> None:
    desk.post("presupuesto", BUDGET | typed)

    rules = desk.book.follow_up
    assert (rules.instalments, rules.counterpart_percent, rules.accounted_percent) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [({"sign_days": "20", "answer_days": "3"}, (20, 3)), ({"sign_days": "0", "answer_days": "91"}, (15, 5))],
)
def test_days_to_sign_and_to_answer_are_kept(
    desk: Desk, typed: dict[str, str], expected: tuple[int, int]
) -> None:
    desk.post("presupuesto", BUDGET | typed)

    assert (desk.book.follow_up.sign_days, desk.book.follow_up.answer_days) == expected
