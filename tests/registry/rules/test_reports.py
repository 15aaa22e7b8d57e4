"""What a report tells of itself."""

import pytest

from contest_portal.kernel.problems import Problem
from contest_portal.registry.rules.reports import (
    MAX_SHOWN,
    ImportReport,
    RejectedFile,
    RowProblem,
    UnusableFile,
    count_by_code,
    unusable_report,
)


def problem(code: str = "cell.empty", line: int = 2) -> RowProblem:
    return RowProblem(
        line, "nombre", "", Problem(code, field="name", message="Falta «%(what)s».", params={"what": code})
    )


def report(**changes: object) -> ImportReport:
    fields: dict[str, object] = {
        "kind": "centres",
        "filename": "c.csv",
        "sha256": "0" * 64,
        "read": 3,
        "new": 3,
    }
    return ImportReport(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({}, True), ({"rejected": 1}, False), ({"is_unusable": True}, False), ({"read": 0, "new": 0}, False)],
)
def test_a_file_is_stored_only_whole(*, changes: dict[str, object], expected: bool) -> None:
    assert report(**changes).can_apply is expected


@pytest.mark.parametrize(
    ("changes", "may", "does"),
    [
        ({"rejected": 1}, True, True),
        ({"rejected": 0}, False, True),
        ({"rejected": 3}, False, False),
        ({"rejected": 1, "is_unusable": True}, False, False),
        ({"rejected": 20_000, "read": 30_000}, True, True),
        ({"rejected": 20_001, "read": 30_000}, False, False),
    ],
    ids=["one", "none", "all", "unusable", "as many as come back", "more than come back"],
)
def test_rejected_rows_may_be_left_out_when_all_come_back(
    *, changes: dict[str, object], may: bool, does: bool
) -> None:
    found = report(leaves_out_rejected=True, **changes)

    assert (found.can_leave_out, found.can_apply) == (may, does)


def test_problems_beyond_the_listed_ones_are_told() -> None:
    found = report(problems=(problem(),), problem_counts=(("cell.empty", 7), ("row.repeated", 2)))

    assert found.hidden_problems == 8


def test_problems_are_counted_by_code_the_commonest_first() -> None:
    found = [problem("b"), problem("c"), problem("a"), problem("c")]

    assert count_by_code(found) == (("c", 2), ("a", 1), ("b", 1))


def test_a_problem_says_its_sentence() -> None:
    assert problem("x").text == "Falta «x»."


def test_a_refused_file_carries_the_report_and_its_problems() -> None:
    refusal = RejectedFile(report(rejected=1, problems=(problem(),)))

    assert ([found.code for found in refusal.problems], refusal.report.rejected) == (["cell.empty"], 1)


def test_an_unusable_file_carries_where_its_problems_stand() -> None:
    refusal = UnusableFile([problem("file.empty", line=1)])

    assert [(found.line, found.problem.code) for found in refusal.row_problems] == [(1, "file.empty")]


def test_an_unusable_report_lists_the_first_problems_and_counts_all() -> None:
    found = unusable_report("centres", "c.csv", "0" * 64, [problem()] * (MAX_SHOWN + 3))

    assert (found.is_unusable, found.can_apply, len(found.problems), found.hidden_problems) == (
        True,
        False,
        MAX_SHOWN,
        3,
    )
