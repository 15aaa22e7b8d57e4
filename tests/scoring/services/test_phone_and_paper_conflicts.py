"""A paper over a phone's conflict, and who is refused while both wait."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import Refused, WrongState
from contest_portal.scoring.merit import closing_state
from contest_portal.scoring.phone_queries import is_in_conflict
from contest_portal.scoring.rules.fates import Via
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.scoring.sheet_history import versions_of
from tests.factories.evaluation import JURY_DAY
from tests.factories.phone_and_paper import ON_PAPER, Table, make_table
from tests.factories.phones import WHOLE, Phone, fates, make_phone, send, sheets


@pytest.fixture
def table(session: Session) -> Table:
    return make_table(session)


def in_conflict(table: Table) -> Phone:
    other = make_phone(table.session, table.scene)
    table.write(3)
    other.write(table.group, {"F1": 9})
    table.send()
    table.send(other)
    assert fates(table.session, table.scene) == ["counted", "conflict"]
    return other


def test_a_paper_over_a_conflict_takes_the_choice_from_the_phones(table: Table) -> None:
    """Nobody is sent to choose between two drafts when the paper is the sheet."""
    in_conflict(table)

    table.take_in()

    assert fates(table.session, table.scene) == ["counted", "on_paper"]
    assert not is_in_conflict(table.session, table.scene.jurors[0].id, table.group, "FIELD")


def test_a_choice_that_comes_after_the_paper_is_held_too(table: Table) -> None:
    other = in_conflict(table)
    table.take_in()
    other.write(table.group, WHOLE, kind=Kind.FINAL, based_on=(*other.tips[table.group, "FIELD"], "v1"))

    table.send(other)

    assert table.seen() == (["counted", "replaced", "on_paper"], [("draft", {"F1": 3})])


def test_a_paper_is_entered_over_a_conflict_and_the_contest_hears_nothing_of_it(table: Table) -> None:
    in_conflict(table)
    table.take_in()

    table.enter()
    table.look_again()

    assert table.seen() == (["replaced", "sealed"], [("final", ON_PAPER)])
    codes = {one.code for one in closing_state(table.session, table.scene.contest).missing}
    assert "closing.paper_left" not in codes


def test_a_void_paper_brings_the_conflict_back(table: Table) -> None:
    in_conflict(table)
    table.take_in()
    table.void()

    table.look_again()

    assert table.seen() == (["counted", "conflict"], [("draft", {"F1": 3})])
    with pytest.raises(Refused, match="in_conflict"):
        table.finalise(1)


def test_a_paper_does_not_come_in_over_a_sheet_that_a_phone_made_final(table: Table) -> None:
    table.phone.write(table.group, WHOLE, kind=Kind.FINAL)
    table.send()

    with pytest.raises(Refused) as refusal:
        table.take_in()

    assert [one.code for one in refusal.value.problems] == ["sheet_paper.both_final"]
    assert (table.paper.state, table.seen()) == ("printed", (["counted"], [("final", dict(WHOLE))]))


def revoke_rules(table: Table) -> None:
    table.write(8, rules="f" * 64)


def too_much(table: Table) -> None:
    table.write(99)


def with_a_gap(table: Table) -> None:
    table.write(8, number=2)


@pytest.mark.parametrize(
    ("written", "reason"), [(revoke_rules, "rules"), (too_much, "marks"), (with_a_gap, "gap")]
)
def test_what_is_wrong_by_itself_is_held_for_that_and_not_for_the_paper(
    table: Table, written: Callable[[Table], None], reason: str
) -> None:
    """Voiding the paper would not help it: the reason that stays is the one to read."""
    table.take_in()
    written(table)

    table.send()

    assert table.seen() == ([reason], [])


def test_the_page_is_refused_and_changes_nothing_while_a_phone_and_a_paper_wait(table: Table) -> None:
    table.write(8)
    table.send()
    table.take_in()

    for deed in (lambda: save(table, 1), lambda: table.finalise(1)):
        with pytest.raises(WrongState, match=r"sheet\.on_paper"):
            deed()

    assert sheets(table.session) == [("draft", {"F1": 8})]
    assert table.origins() == [("saved", "phone")]


def save(table: Table, version: int) -> None:
    save_sheet(
        table.session,
        table.scene.by_juror(0),
        application_id=table.scene.applications[0].id,
        phase_code="FIELD",
        marks={"F1": Mark(1)},
        comment="",
        expected_version=version,
    )


def test_versions_say_page_phone_file_and_paper(table: Table) -> None:
    save(table, 0)
    table.phone.tips[table.group, "FIELD"] = ("v1",)
    table.write(2)
    table.send()
    table.write(3)
    later = replace(table.scene.by_secretary, at=JURY_DAY + timedelta(hours=1))
    send(table.session, table.scene, *table.phone.written, act=later, via=Via.FILE)
    table.take_in()
    sheet = table.enter()

    kept = versions_of(table.session, sheet.id)

    juror, typist = table.scene.users[0].full_name, "Rosa Inga Paredes"
    assert [(one.deed, one.origin, one.kept_by) for one in kept] == [
        ("saved", "page", juror),
        ("saved", "phone", juror),
        ("saved", "file", juror),
        ("saved", "paper", typist),
        ("finalised", "paper", typist),
    ]
    assert [one.seal for one in kept] == [None] * 4 + [sheet.sealed_sha256]
