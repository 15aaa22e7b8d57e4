"""Marks come back from the texts that the database writes: whatever their order, and read from an index alone."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contest_portal.kernel.marks import Mark
from contest_portal.scoring.mark_reading import MarkReader, written_marks
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.rules.entries import CountedSheet, CriterionMark
from contest_portal.scoring.rules.sheet_rules import sheet_problems
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import make_evaluation
from tests.factories.scoring import make_sheet
from tests.scoring.entries import field_sheet

IN_ORDER = field_sheet(7, 8, 7, 25)


def read(reader: MarkReader, written: str | None) -> CountedSheet:
    return reader.counted_sheet(1, 7, "FIELD", written)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("F1,F2,F3:8,7,25", id="as the rules list them"),
        pytest.param("F3,F1,F2:25,8,7", id="turned round"),
        pytest.param("F2,F1,F3:7,8,25", id="two changed over"),
    ],
)
def test_marks_are_read_in_the_order_of_the_rules(written: str) -> None:
    reader = MarkReader(RULEBOOK, {}, {})

    first, again = read(reader, written), read(reader, "F1,F2,F3:8,7,25")

    assert (first, again) == (IN_ORDER, IN_ORDER)
    assert (IN_ORDER, hash(first)) == (again, hash(IN_ORDER))
    assert (len(first.marks), first.marks[-1], first.marks[:2]) == (3, IN_ORDER.marks[2], IN_ORDER.marks[:2])
    assert repr(first) == repr(IN_ORDER)
    assert first != replace(IN_ORDER, marks=IN_ORDER.marks[:2])
    assert first.marks != [*IN_ORDER.marks]


def test_a_criterion_that_is_skipped_or_in_no_rules_is_for_the_checks_to_name() -> None:
    reader = MarkReader(RULEBOOK, {}, {})

    none, some = read(reader, None), read(reader, "GONE,F3,F1:1,25,8")

    assert none.marks == ()
    assert some.marks == (IN_ORDER.marks[0], IN_ORDER.marks[2], CriterionMark("GONE", Mark(1)))
    assert [problem.code for problem in sheet_problems("C-001", some, RULEBOOK)] == [
        "sheet.criterion_skipped",
        "mark.unknown_criterion",
    ]


def test_only_the_sheet_that_has_reasons_is_given_them() -> None:
    reader = MarkReader(RULEBOOK, {}, {(1, "F2"): "Aún no llevan actas."})

    explained, other = read(reader, "F1,F2:8,7"), reader.counted_sheet(2, 7, "FIELD", "F1,F2:8,7")

    assert [given.reason for given in explained.marks] == ["", "Aún no llevan actas."]
    assert [given.reason for given in other.marks] == ["", ""]


def test_sqlite_reads_marks_from_their_index_alone(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by the size of its tables, which are empty here")
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 8, "F2": 7, "F3": 25})
    session.flush()
    marks = str(
        select(Sheet.id, written_marks()).compile(
            session.connection(), compile_kwargs={"literal_binds": True}
        )
    )

    plan = " ".join(row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {marks}")))

    assert "COVERING INDEX ix_sheet_mark_written" in plan
