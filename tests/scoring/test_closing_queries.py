"""The hash of what closed a scoring, read from the database: each part of it counts, and nothing else does."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.jury.models import Juror
from contest_portal.scoring.closing_queries import closing_sha256, sealed_sheets
from contest_portal.scoring.models import RankingLine, Sheet
from contest_portal.scoring.rules.closing_data import ClosedSheet
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest, add_ranked, make_scored_contest
from tests.factories.evaluation import MARKS
from tests.factories.intruders import open_sheets
from tests.factories.scoring import make_juror, make_sheet

FIELD = MARKS["FIELD"]
Change = Callable[[Session, ScoredContest, list[RankingLine], list[Sheet]], None]


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    made = make_scored_contest(session)
    for place, name in enumerate(("Sumaq Kuy", "Mishki Tanta"), start=1):
        add_ranked(session, made, name, place=place, units=9000 - place)
    add_ranked(session, made, "Inti Rayku", units=None)
    juror = make_juror(session, made.contest, make_user(session))
    for name in ("Sumaq Kuy", "Mishki Tanta"):
        make_sheet(session, juror, made.groups[name], "FIELD", FIELD)
    return made


def swap_places(_session: Session, _scored: ScoredContest, lines: list[RankingLine], _: list[Sheet]) -> None:
    lines[0].place, lines[1].place = lines[1].place, lines[0].place


def set_of_lines(name: str, value: object) -> Change:
    def change(_session: Session, _scored: ScoredContest, lines: list[RankingLine], _: list[Sheet]) -> None:
        setattr(lines[0], name, value)

    return change


def break_seal(
    session: Session, _scored: ScoredContest, _lines: list[RankingLine], sheets: list[Sheet]
) -> None:
    open_sheets(session)
    sheets[0].sealed_sha256 = "0" * 64


def mark_otherwise(
    session: Session, scored: ScoredContest, _lines: list[RankingLine], sheets: list[Sheet]
) -> None:
    """Seal the same sheet with one point less for one criterion."""
    juror = session.get_one(Juror, sheets[0].juror_id)
    open_sheets(session)
    session.delete(sheets[0])
    session.flush()
    make_sheet(session, juror, scored.groups["Sumaq Kuy"], "FIELD", FIELD | {"F1": FIELD["F1"] - 1})


def give_back(
    session: Session, _scored: ScoredContest, _lines: list[RankingLine], sheets: list[Sheet]
) -> None:
    open_sheets(session)
    sheets[1].state, sheets[1].sealed_sha256, sheets[1].sealed_at = "draft", None, None


def add_sheet(session: Session, scored: ScoredContest, _: list[RankingLine], sheets: list[Sheet]) -> None:
    juror = session.get_one(Juror, sheets[0].juror_id)
    make_sheet(session, juror, scored.groups["Inti Rayku"], "FIELD", FIELD)


def add_draft(session: Session, scored: ScoredContest, _: list[RankingLine], sheets: list[Sheet]) -> None:
    juror = session.get_one(Juror, sheets[0].juror_id)
    make_sheet(session, juror, scored.groups["Inti Rayku"], "FIELD", FIELD, final=False)


def comment(session: Session, _scored: ScoredContest, lines: list[RankingLine], sheets: list[Sheet]) -> None:
    open_sheets(session)
    sheets[0].comment = "Bien"


def judge_elsewhere(
    session: Session, scored: ScoredContest, _lines: list[RankingLine], _: list[Sheet]
) -> None:
    other = make_scored_contest(session, beside=scored)
    group = add_ranked(session, other, "Qori Sara", place=1)
    make_sheet(session, make_juror(session, other.contest, make_user(session)), group, "FIELD", FIELD)


CHANGES: dict[str, tuple[Change, bool]] = {
    "two places": (swap_places, True),
    "a total by a part": (set_of_lines("total_denominator", 3), True),
    "a category": (set_of_lines("category_code", "MARCHA"), True),
    "a seal": (break_seal, True),
    "a mark": (mark_otherwise, True),
    "a sheet given back": (give_back, True),
    "a sheet more": (add_sheet, True),
    "a draft": (add_draft, False),
    "a comment": (comment, False),
    "another contest": (judge_elsewhere, False),
}


@pytest.mark.parametrize(("change", "counts"), list(CHANGES.values()), ids=list(CHANGES))
def test_a_change_of_the_result_changes_the_hash_and_nothing_else_does(
    session: Session, scored: ScoredContest, change: Change, *, counts: bool
) -> None:
    before = closing_sha256(session, scored.contest)
    lines = list(session.scalars(select(RankingLine).order_by(RankingLine.id)))
    sheets = list(session.scalars(select(Sheet).order_by(Sheet.id)))

    change(session, scored, lines, sheets)
    session.flush()

    assert (closing_sha256(session, scored.contest) != before) is counts


def test_the_hash_is_the_same_each_time_it_is_read(session: Session, scored: ScoredContest) -> None:
    first = closing_sha256(session, scored.contest)
    session.expire_all()

    assert closing_sha256(session, scored.contest) == first


def test_sealed_sheets_are_listed_by_group_phase_and_juror_without_names(
    session: Session, scored: ScoredContest
) -> None:
    juror = make_juror(session, scored.contest, make_user(session))
    for phase in ("PUBLIC", "FIELD"):
        make_sheet(session, juror, scored.groups["Sumaq Kuy"], phase, MARKS[phase])

    listed = sealed_sheets(session, scored.contest.id)

    sheets = session.scalars(select(Sheet)).all()
    codes = {application.id: application.code or "" for application in scored.groups.values()}
    assert listed == tuple(
        sorted(
            (
                ClosedSheet(codes[one.application_id], one.phase_code, one.juror_id, one.sealed_sha256 or "")
                for one in sheets
            ),
            key=lambda one: (one.entry_code, one.phase, one.juror),
        )
    )
    assert len(listed) == 4
