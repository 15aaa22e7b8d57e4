"""A sheet that is on paper and on a phone: the paper counts, the phone's entries are held, and nothing is lost."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.scoring.counting import countable_sheets, sheets_with_broken_seal
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.phone_queries import held_entries
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import Kind
from tests.factories.phone_and_paper import ON_PAPER, Table, make_table
from tests.factories.phones import WHOLE, fates, group, make_phone, send, sheets
from tests.factories.scoring import make_attendance
from tests.factories.sheet_papers import make_paper


@pytest.fixture
def table(session: Session) -> Table:
    return make_table(session)


@pytest.mark.parametrize("via", list(Via))
def test_what_comes_after_the_paper_is_held_and_writes_nothing(table: Table, via: Via) -> None:
    table.take_in()
    table.write(8)

    act = table.scene.by_secretary if via is Via.FILE else table.scene.by_juror(0)
    send(table.session, table.scene, *table.phone.written, act=act, via=via)

    assert table.seen() == (["on_paper"], [])
    assert [(one.reason, one.group_name) for one in held_entries(table.session, table.scene.contest.id)] == [
        ("on_paper", "Sumaq Kuy")
    ]


def test_a_final_state_of_a_phone_seals_nothing_behind_the_paper(table: Table) -> None:
    table.phone.write(table.group, WHOLE, kind=Kind.FINAL)
    table.take_in()

    table.send()

    assert table.seen() == (["on_paper"], [])
    assert countable_sheets(table.session, table.scene.contest.id) == ()


def test_what_was_written_before_the_paper_stays_a_draft_and_what_follows_is_held(table: Table) -> None:
    table.write(8)
    table.send()
    table.take_in()
    table.write(9)

    table.send()

    assert table.seen() == (["counted", "on_paper"], [("draft", {"F1": 8})])


def test_another_group_on_the_same_phone_is_not_held_for_it(table: Table) -> None:
    table.take_in()
    table.write(8)
    table.phone.write(group(table.scene, 1), {"F1": 5})

    table.send()

    assert table.seen() == (["on_paper", "counted"], [("draft", {"F1": 5})])


def test_another_phase_and_another_juror_of_the_group_are_not_held_for_it(table: Table) -> None:
    table.take_in()
    table.phone.write(table.group, {"P1": 5}, phase="PUBLIC")
    other = make_phone(table.session, table.scene, 1)
    other.write(table.group, {"F1": 6})

    table.send()
    send(table.session, table.scene, *other.written, act=table.scene.by_juror(1))

    assert table.seen() == (["counted"], [("draft", {"P1": 5}), ("draft", {"F1": 6})])
    assert fates(table.session, table.scene, 1) == ["counted"]


def test_a_printed_paper_that_did_not_come_in_holds_nothing(table: Table) -> None:
    table.write(8)

    table.send()

    assert table.seen() == (["counted"], [("draft", {"F1": 8})])


def test_what_is_sent_twice_against_a_paper_is_held_once(table: Table) -> None:
    table.take_in()
    table.write(8)

    for _ in range(3):
        table.send()

    assert table.seen() == (["on_paper"], [])


def test_a_void_paper_lets_the_held_entries_count_when_they_are_looked_at(table: Table) -> None:
    table.take_in()
    table.write(8)
    table.write(9)
    table.send()
    table.void()

    table.look_again()

    assert table.seen() == (["replaced", "counted"], [("draft", {"F1": 9})])
    assert table.origins() == [("saved", "phone")]


def test_a_void_paper_lets_a_held_final_sheet_be_sealed(table: Table) -> None:
    table.phone.write(table.group, WHOLE, kind=Kind.FINAL)
    table.take_in()
    table.send()
    table.void()

    table.look_again()

    assert table.seen() == (["counted"], [("final", dict(WHOLE))])
    assert table.origins() == [("saved", "phone"), ("finalised", "phone")]


def test_a_final_sheet_that_waits_for_attendance_is_not_forgotten_for_a_paper(table: Table) -> None:
    """It was written as a draft; while a paper is there it is held, and afterwards it is sealed after all."""
    scene, session = table.scene, table.session
    table.paper = make_paper(session, scene.jurors[0], scene.applications[1], scene.secretary)
    table.phone.write(group(scene, 1), WHOLE, kind=Kind.FINAL)
    table.send()
    waiting = table.seen()
    table.take_in()
    table.look_again()
    behind_the_paper = table.seen()
    table.void()
    make_attendance(session, scene.applications[1], scene.secretary, present=4)

    table.look_again()

    assert waiting == (["attendance"], [("draft", dict(WHOLE))])
    assert behind_the_paper == (["on_paper"], [("draft", dict(WHOLE))])
    assert table.seen() == (["counted"], [("final", dict(WHOLE))])


def test_the_entered_paper_replaces_what_the_phone_drafted(table: Table) -> None:
    table.write(8)
    table.send()
    table.take_in()

    table.enter()

    assert sheets(table.session) == [("final", ON_PAPER)]
    assert table.origins() == [("saved", "phone"), ("saved", "paper"), ("finalised", "paper")]


def test_what_comes_after_the_paper_was_entered_is_held_as_sealed(table: Table) -> None:
    table.take_in()
    sheet = table.enter()
    seal = sheet.sealed_sha256
    table.phone.write(table.group, WHOLE, kind=Kind.FINAL)

    table.send()

    assert table.seen() == (["sealed"], [("final", ON_PAPER)])
    assert table.session.scalars(select(Sheet.sealed_sha256)).one() == seal
    counted = countable_sheets(table.session, table.scene.contest.id)
    assert sheets_with_broken_seal(table.session, table.scene.contest, counted) == ()


def test_what_says_the_same_as_the_entered_paper_counts_without_writing_it_again(table: Table) -> None:
    table.take_in()
    table.enter()
    before = table.origins()
    table.phone.write(table.group, ON_PAPER, kind=Kind.FINAL, comment="A mano")

    table.send()

    assert table.seen() == (["counted"], [("final", ON_PAPER)])
    assert table.origins() == before


def test_a_returned_paper_and_a_held_entry_are_a_conflict_that_the_juror_settles(table: Table) -> None:
    """The juror never saw the typed sheet on the phone: neither wins by itself."""
    table.take_in()
    mine = table.write(8)
    table.send()
    sheet = table.enter()
    table.give_back(sheet)
    table.look_again()
    between = table.seen()

    tip = f"v{table.session.scalars(select(Sheet.version)).one()}"
    table.phone.write(table.group, WHOLE, kind=Kind.FINAL, based_on=(mine, tip))
    table.send()

    assert between == (["conflict"], [("draft", ON_PAPER)])
    assert table.seen() == (["replaced", "counted"], [("final", dict(WHOLE))])
    assert [origin for _, origin in table.origins()] == ["paper", "paper", "page", "phone", "phone"]
    assert table.paper.state == "void"


def test_what_was_written_in_knowledge_of_the_returned_paper_counts(table: Table) -> None:
    table.take_in()
    sheet = table.enter()
    table.give_back(sheet)
    tip = f"v{table.session.scalars(select(Sheet.version)).one()}"
    table.write(9, based_on=(tip,))

    table.send()

    assert table.seen() == (["counted"], [("draft", {"F1": 9})])
