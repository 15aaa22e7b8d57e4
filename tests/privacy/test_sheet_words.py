"""What jurors wrote goes after its term; marks, seals, chain and bundle stay proof against a change."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import Refused
from contest_portal.privacy.sheet_words import count_sheet_words
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.invariants import broken_invariants
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.verify import Verifier, read
from contest_portal.scoring.counting import final_sheets, sheets_with_broken_seal
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.paper_models import SheetTyping
from contest_portal.scoring.phone_models import SheetEntryRow
from contest_portal.scoring.rules.sheet_entries import read_entry
from contest_portal.scoring.version_models import SheetVersion
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest
from tests.factories.intruders import open_sheets
from tests.factories.phones import make_device
from tests.factories.retention import make_ended_contest, propose, tables_with, withdraw
from tests.factories.scoring import make_juror, make_sheet, note_seal
from tests.factories.sheet_papers import make_paper

TOLD = "El corral de Amaru Quillahuaman está limpio"
LATER = datetime(NOON.year + 10, NOON.month, NOON.day, 17, tzinfo=UTC)
"""When the term of ten years is over."""
SEALS = select(Sheet.id, Sheet.sealed_sha256).order_by(Sheet.id)
ENTRIES = select(SheetEntryRow.sha256, SheetEntryRow.signature)
ENTRY = canonical_json(
    {
        "device": "d" * 32,
        "number": 1,
        "contest": "C",
        "group": "G",
        "phase": "FIELD",
        "rules": "e" * 64,
        "marks": [
            {"criterion": "F1", "units": 8, "reason": TOLD},
            {"criterion": "F2", "units": 0, "reason": ""},
        ],
        "comment": TOLD,
        "kind": "draft",
        "based_on": ["v0"],
        "previous": "0" * 64,
        "written_at": "2026-12-09T10:00:00",
    }
)


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    """A contest that ended, in which a juror wrote beside a mark; the sheet of another says nothing."""
    scored = make_ended_contest(session)
    juror = make_juror(session, scored.contest, make_user(session, Role.JUROR), phases="FIELD")
    group = scored.groups["Sumaq Kuy"]
    sheet = make_sheet(session, juror, group, "FIELD", {"F1": 8}, reasons={"F1": TOLD}, comment=TOLD)
    note_seal(session, sheet)
    device, paper = make_device(session, juror), make_paper(session, juror, sheet.application, scored.staff)
    kept = {"kept_by": scored.staff.id, "kept_at": NOON}
    marks = canonical_json({"F1": [8, TOLD], "F2": [0, ""]})
    session.add_all(
        [
            SheetVersion(
                sheet_id=sheet.id,
                number=1,
                deed="saved",
                marks=marks,
                comment=TOLD,
                reason="",
                origin="phone",
                **kept,
            ),
            SheetEntryRow(
                juror_id=juror.id,
                device_id=device.id,
                number=1,
                group_code="G",
                phase_code="FIELD",
                body=ENTRY,
                sha256=sha256_hex(ENTRY),
                signature="a" * 128,
                signed="good",
                via="phone",
                received_at=NOON,
                received_by=juror.user_id,
            ),
            SheetTyping(
                paper_id=paper.id,
                place=1,
                typist_id=scored.staff.id,
                content=canonical_json(
                    {"comment": "", "marks": [{"criterion": "F1", "reason": TOLD, "units": 8}]}
                ),
                typed_at=NOON,
            ),
        ]
    )
    session.flush()
    session.refresh(scored.contest, ["office"])
    return scored


def seals(session: Session, scored: ScoredContest) -> list[str]:
    """Tell what the stand-alone verifier says of the seals: what is broken, or that all is well."""
    told = Verifier(read(write_bundle(bundle_of(session, scored.contest)).encode())).report()
    return [
        f"{state}: {found[0]}"
        for state in ("passed", "failed", "not_checked")
        for number, _, *found in told[state]
        if number == "3.2"
    ]


def broken(session: Session, scored: ScoredContest) -> int:
    sheets = final_sheets(session, scored.contest.id, rulebook_of(session, scored.contest.id))
    return len(sheets_with_broken_seal(session, scored.contest, sheets))


def test_words_go_everywhere_and_every_seal_is_still_checked(session: Session, scored: ScoredContest) -> None:
    held = {"sheet", "sheet_mark", "sheet_version", "sheet_entry", "sheet_typing"}
    before = [session.execute(one).all() for one in (SEALS, ENTRIES)]
    assert (tables_with(session, TOLD), seals(session, scored)) == (held, ["passed: "])

    withdraw(session, scored, LATER)
    session.expire_all()
    session.refresh(scored.contest, ["office"])

    assert (tables_with(session, TOLD), count_sheet_words(session, [scored.contest.id])) == (set(), 0)
    assert [session.execute(one).all() for one in (SEALS, ENTRIES)] == before
    entry = read_entry(session.scalars(select(SheetEntryRow.body)).one())
    assert [(one.criterion, one.units, one.reason) for one in entry.marks] == [
        ("F1", 8, "Retirado"),
        ("F2", 0, ""),
    ]
    assert json.loads(session.scalars(select(SheetVersion.marks)).one()) == {
        "F1": [8, "Retirado"],
        "F2": [0, ""],
    }
    assert (seals(session, scored), broken(session, scored)) == (["passed: "], 0)
    assert (broken_invariants(session), verify_chain(session)[1]) == ((), None)


def test_a_mark_changed_after_the_withdrawal_is_named(session: Session, scored: ScoredContest) -> None:
    withdraw(session, scored, LATER)
    open_sheets(session)
    explained = select(SheetMark.sheet_id).where(SheetMark.reason != "")
    session.execute(update(SheetMark).where(SheetMark.sheet_id.in_(explained)).values(units=9))
    session.expire_all()
    session.refresh(scored.contest, ["office"])

    found = seals(session, scored)

    assert (broken(session, scored), found[0][:7], len(found)) == (1, "failed:", 1)


def test_what_proves_that_a_mark_was_changed_does_not_go(session: Session, scored: ScoredContest) -> None:
    open_sheets(session)
    session.execute(update(SheetMark).where(SheetMark.reason != "").values(units=9))

    with pytest.raises(Refused, match=r"retention\.seal_broken"):
        withdraw(session, scored, LATER)


def test_what_a_phone_sent_is_refused_by_the_database_otherwise(
    session: Session, scored: ScoredContest
) -> None:
    words, rest = update(SheetEntryRow).values(body="{}"), update(SheetEntryRow).values(signed="bad")

    for change in (words, delete(SheetEntryRow)):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(change)
    propose(session, scored, LATER)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(rest)
