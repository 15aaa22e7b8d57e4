"""What each section needs before sending, and what not even a draft may hold."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.completeness import (
    MAX_ROWS,
    MAX_TEXT,
    Choice,
    SectionState,
    check_draft_choice,
    check_limits,
    check_profile,
    section_reports,
)
from contest_portal.applications.rules.profile import (
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
)
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import CHOICE, PROFILE

NO_CHOICE = Choice(category_code=None, line_code=None, title="")


def states(choice: Choice, profile: Profile) -> dict[str, str]:
    return {report.code: report.state.value for report in section_reports(choice, profile, RULEBOOK)}


def test_a_full_profile_can_be_sent() -> None:
    assert check_profile(CHOICE, PROFILE, RULEBOOK) == ()


def test_an_empty_draft_says_of_every_section_what_is_missing() -> None:
    problems = check_profile(NO_CHOICE, empty_profile(), RULEBOOK)

    assert [problem.code for problem in problems] == [
        "choice.title.missing",
        "choice.summary.missing",
        "choice.category_code.missing",
        "choice.line_code.missing",
        "situation.missing",
        "problems.missing",
        "assistance.missing",
        "goods.missing",
        "sales.missing",
        "budget.nothing_requested",
    ]


def test_the_sections_of_an_empty_draft_are_missing_or_optional() -> None:
    assert states(NO_CHOICE, empty_profile()) == {
        "choice": "missing",
        "situation": "missing",
        "assets": "optional",
        "problems": "missing",
        "assistance": "missing",
        "goods": "missing",
        "sales": "missing",
        "counterpart": "optional",
        "budget": "missing",
    }


def test_a_sum_that_does_not_fit_marks_its_section_as_wrong() -> None:
    profile = replace(PROFILE, goods=(Purchase("Malla", "rollo", Quantity.of(1), Money.soles(10)),))

    assert states(CHOICE, profile)["goods"] == SectionState.WRONG


def test_a_full_profile_is_done_in_every_section() -> None:
    assert set(states(CHOICE, PROFILE).values()) == {"done"}


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (replace(CHOICE, category_code="JOVEN"), "choice.category_code.missing"),
        (replace(CHOICE, line_code="truchas"), "choice.line_code.missing"),
        (replace(CHOICE, title="x" * 161), "choice.title.too_long"),
    ],
    ids=["category of another contest", "line of another contest", "endless title"],
)
def test_a_draft_may_be_empty_but_not_absurd(choice: Choice, code: str) -> None:
    assert [problem.code for problem in check_draft_choice(choice, RULEBOOK)] == [code]


def test_an_empty_choice_may_be_kept_in_a_draft() -> None:
    assert check_draft_choice(NO_CHOICE, RULEBOOK) == ()


@pytest.mark.parametrize(
    ("section", "content", "code"),
    [
        (
            SectionCode.SITUATION,
            {"situation": (Prospect("hoy", "mañana"),) * (MAX_ROWS + 1)},
            "too_many_rows",
        ),
        (SectionCode.SITUATION, {"situation": (Prospect("x" * (MAX_TEXT + 1), "mañana"),)}, "text_too_long"),
        (SectionCode.CHOICE, {"summary": "x" * (MAX_TEXT + 1)}, "text_too_long"),
        (
            SectionCode.GOODS,
            {"goods": (Purchase("Malla", "rollo", Quantity(0), Money.soles(1)),)},
            "quantity",
        ),
        (
            SectionCode.GOODS,
            {"goods": (Purchase("Malla", "rollo", Quantity.of(-3), Money.soles(1)),)},
            "quantity",
        ),
        (
            SectionCode.GOODS,
            {"goods": (Purchase("Malla", "rollo", Quantity.of(10**7), Money.soles(1)),)},
            "quantity",
        ),
        (SectionCode.GOODS, {"goods": (Purchase("Malla", "rollo", Quantity.of(1), Money(-1)),)}, "amount"),
        (SectionCode.BUDGET, {"requested_goods": Money(-50_000)}, "amount"),
        (SectionCode.BUDGET, {"requested_assistance": Money(10**14)}, "amount"),
    ],
)
def test_absurd_values_are_refused_in_a_draft_too(
    section: SectionCode, content: dict[str, object], code: str
) -> None:
    problems = check_limits(replace(empty_profile(), **content), section)

    assert [problem.code for problem in problems] == [f"section.{code}"]


@pytest.mark.parametrize(
    ("section", "rows", "code"),
    [
        (SectionCode.SITUATION, {"situation": (Prospect("hoy", ""),)}, "situation.half_filled"),
        (SectionCode.ASSETS, {"assets": (Asset(AssetKind.LAND, "", "", None, None),)}, "assets.half_filled"),
        (
            SectionCode.PROBLEMS,
            {"problems": (Difficulty(ProblemKind.OTHER, "", "x"),)},
            "problems.half_filled",
        ),
        (
            SectionCode.ASSISTANCE,
            {"assistance": (*PROFILE.assistance, Assistance("Costos", "", "", None, None))},
            "assistance.half_filled",
        ),
        (
            SectionCode.GOODS,
            {"goods": (*PROFILE.goods, Purchase("Malla", "rollo", None, Money.soles(1)))},
            "goods.half_filled",
        ),
        (SectionCode.SALES, {"sales": (Sale("Cuy", "unidad", Quantity.of(1), None),)}, "sales.half_filled"),
        (SectionCode.SALES, {"costs": (Purchase("", "mes", None, None),)}, "costs.half_filled"),
        (
            SectionCode.COUNTERPART,
            {"counterpart": (Counterpart(CounterpartKind.CASH, "Ahorro", None),)},
            "counterpart.half_filled",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_half_filled_may_be_kept_and_not_sent(
    section: SectionCode, rows: dict[str, object], code: str
) -> None:
    profile = replace(PROFILE, **rows)

    reports = {report.code: report for report in section_reports(CHOICE, profile, RULEBOOK)}

    assert check_limits(profile, section) == ()
    assert (reports[section].state, [problem.code for problem in reports[section].problems]) == (
        SectionState.WRONG,
        [code],
    )
    assert check_profile(CHOICE, profile, RULEBOOK) == reports[section].problems


def test_rows_half_filled_are_counted_as_on_the_page() -> None:
    half = Purchase("Malla", "", None, None)
    profile = replace(PROFILE, costs=(half, *PROFILE.costs, half))

    (problem,) = check_profile(CHOICE, profile, RULEBOOK)

    assert problem.text.startswith("Hay costos a medio llenar (filas 1, 3).")


def test_only_the_section_being_saved_is_looked_at() -> None:
    content = replace(empty_profile(), summary="x" * (MAX_TEXT + 1))

    assert check_limits(content, SectionCode.GOODS) == ()


def test_a_counterpart_is_required_once_the_contest_asks_for_one() -> None:
    rulebook = replace(RULEBOOK, budget=replace(RULEBOOK.budget, min_counterpart_percent=10))
    profile = replace(PROFILE, counterpart=())
    enough = replace(PROFILE, counterpart=(Counterpart(CounterpartKind.CASH, "Ahorro", Money.soles(1_000)),))

    reports = {r.code: r.state for r in section_reports(CHOICE, profile, rulebook)}

    assert reports[SectionCode.COUNTERPART] is SectionState.WRONG
    assert check_profile(CHOICE, enough, rulebook) == ()
