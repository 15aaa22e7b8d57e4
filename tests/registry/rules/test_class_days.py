"""The day a household was classified and the day its class ends, as a line tells them."""

from datetime import date

import pytest

from contest_portal.registry.rules.cells import BadCell
from contest_portal.registry.rules.class_days import class_days, last_day

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("classified", "expires", "kept"),
    [
        pytest.param(None, None, (None, None), id="neither"),
        pytest.param(None, "2027-05-01", (None, "2027-05-01"), id="the last day alone"),
        pytest.param("2025-05-01", None, ("2025-05-01", "2028-05-01"), id="the first day alone"),
        pytest.param("2025-05-01", "2026-05-01", ("2025-05-01", "2026-05-01"), id="a shorter class"),
        pytest.param("2025-05-01", "2035-05-01", ("2025-05-01", "2035-05-01"), id="a longer class"),
        pytest.param("2025-05-01", "2025-05-01", ("2025-05-01", "2025-05-01"), id="one day"),
        pytest.param("2026-11-26", None, ("2026-11-26", "2029-11-26"), id="classified today"),
        pytest.param("2001-01-31", None, ("2001-01-31", "2004-01-31"), id="long over"),
        pytest.param(None, "2001-01-31", (None, "2001-01-31"), id="the last day long past"),
    ],
)
def test_a_line_may_tell_both_days_one_or_none(
    classified: str | None, expires: str | None, kept: tuple[str | None, str | None]
) -> None:
    assert class_days(classified, expires, TODAY) == kept


@pytest.mark.parametrize(
    ("classified", "expires", "code", "field"),
    [
        pytest.param("2026-11-27", None, "sisfoh.to_come", "sisfoh_classified_on", id="tomorrow"),
        pytest.param("2026-11-27", "2026-01-01", "sisfoh.to_come", "sisfoh_classified_on", id="both wrong"),
        pytest.param("2025-05-02", "2025-05-01", "sisfoh.expires_before", "sisfoh_expires_on", id="a day"),
        pytest.param("2026-11-26", "2024-05-01", "sisfoh.expires_before", "sisfoh_expires_on", id="years"),
    ],
)
def test_days_that_cannot_be_are_refused_where_they_stand(
    classified: str, expires: str | None, code: str, field: str
) -> None:
    with pytest.raises(BadCell) as refusal:
        class_days(classified, expires, TODAY)

    assert [(one.code, one.field) for one in refusal.value.problems] == [(code, field)]


def test_a_class_that_ends_before_it_begins_names_the_day_and_the_years() -> None:
    with pytest.raises(BadCell) as refusal:
        class_days("2025-05-02", "2025-05-01", TODAY)

    (problem,) = refusal.value.problems
    assert (problem.params["day"], problem.params["years"]) == ("02/05/2025", "3")


@pytest.mark.parametrize(
    ("classified", "last"),
    [
        ("2024-02-29", "2027-02-28"),
        ("2025-02-28", "2028-02-28"),
        ("2025-03-01", "2028-03-01"),
        ("2023-12-31", "2026-12-31"),
    ],
)
def test_a_class_holds_for_three_years_to_the_day(classified: str, last: str) -> None:
    assert last_day(classified) == last
