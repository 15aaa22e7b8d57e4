"""A form on paper: received, typed twice, settled and let in."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.documents.paper_slip import PAPER_SLIP, PaperSlip
from contest_portal.applications.models import Application
from contest_portal.applications.paper_queries import (
    PaperState,
    groups_without_application,
    papers_in,
    papers_to_enter,
    people_who_type,
)
from contest_portal.applications.queries import entrants, profile_of
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.applications.services.begin_typing import begin_typing
from contest_portal.applications.services.enter_paper import enter_paper
from contest_portal.applications.services.finish_typing import finish_typing
from contest_portal.applications.services.save_typing import save_typing
from contest_portal.applications.services.settle_mismatches import settle_mismatches
from contest_portal.applications.services.start_application import start_application
from contest_portal.applications.services.write_settled import write_settled
from contest_portal.contests.rules.asked_files import AskedFile, FileForm
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.kernel.records import from_data
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import CLOSES, RULEBOOK
from tests.factories.papers import BROUGHT, SLIPPED, TRUE, Counter, make_counter
from tests.factories.profiles import PROFILE

LATER = CLOSES + timedelta(days=2)
COST = "goods.0.unit_cost"
"""The cell in which SLIPPED misreads the paper."""


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path)


@pytest.fixture
def counter(session: Session, storage: Storage) -> Counter:
    return make_counter(session, storage)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_the_slip_says_when_and_by_whom_the_paper_was_received(counter: Counter, session: Session) -> None:
    paper = counter.receive()

    document = session.get_one(Document, paper.document_id)
    slip = from_data(PaperSlip, json.loads(document.data)["content"])
    assert (document.kind, document.subject, document.number) == (PAPER_SLIP.code, f"paper:{paper.id}", 1)
    assert (slip.group_name, slip.received_at, slip.received_by, slip.sheets, slip.scan_sha256) == (
        "Sumaq Kuy",
        BROUGHT,
        "Nilda Poma Soto",
        9,
        None,
    )
    assert slip.typed_until == CLOSES + timedelta(days=3)


def test_a_paper_of_before_the_closing_is_noted_and_typed_after_it(
    counter: Counter, session: Session
) -> None:
    paper = counter.receive(received_at=CLOSES - timedelta(seconds=1), at=LATER)
    counter.type_whole(paper, counter.first, at=LATER)
    counter.type_whole(paper, counter.second, at=LATER)

    application = enter_paper(session, act_of(counter.third, LATER), paper_id=paper.id)

    assert (application.state, application.submitted_at) == ("submitted", CLOSES - timedelta(seconds=1))
    assert receipt_of(session, application.id) is not None


@pytest.mark.parametrize(
    ("received_at", "at", "expected"),
    [
        (CLOSES, LATER, ["paper.outside_call"]),
        (NOON + timedelta(minutes=1), NOON, ["paper.future"]),
        (BROUGHT, CLOSES + timedelta(days=3), ["paper.typing_over"]),
    ],
    ids=["late", "ahead", "typing over"],
)
def test_what_is_no_paper_of_the_call_is_refused(counter, received_at, at, expected) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as refusal:
        counter.receive(received_at=received_at, at=at)

    assert codes(refusal) == expected


def test_a_group_stands_in_a_contest_once(counter: Counter, session: Session) -> None:
    counter.receive()

    with pytest.raises(Refused) as again:
        counter.receive()
    with pytest.raises(Refused) as on_the_portal:
        start_application(
            session,
            counter.village.act(),
            contest_id=counter.village.contest.id,
            group_id=counter.group.id,
        )

    assert (codes(again), codes(on_the_portal)) == (["paper.received"], ["paper.received"])


def test_a_group_that_began_on_the_portal_goes_on_there(counter: Counter, session: Session) -> None:
    counter.village.draft(counter.group)
    other = counter.village.group(name="Tika")

    with pytest.raises(Refused) as refusal:
        counter.receive()

    left = groups_without_application(session, counter.village.contest.id, RULEBOOK.territory)
    assert (codes(refusal), left) == (["paper.applied"], {other.id: ("Tika", counter.village.centre.name)})


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.AUDITOR, Role.JUROR, Role.ADMIN])
def test_only_the_office_receives(counter: Counter, session: Session, role: Role) -> None:
    counter.first = make_user(session, role)

    with pytest.raises(NotPermitted):
        counter.receive()


def test_two_people_type_and_nobody_twice(counter: Counter, session: Session) -> None:
    paper = counter.receive()
    begin_typing(session, act_of(counter.first, NOON), paper_id=paper.id)

    with pytest.raises(Refused) as own:
        begin_typing(session, act_of(counter.first, NOON), paper_id=paper.id)
    begin_typing(session, act_of(counter.second, NOON), paper_id=paper.id)
    with pytest.raises(Refused) as third:
        begin_typing(session, act_of(counter.third, NOON), paper_id=paper.id)

    assert (codes(own), codes(third)) == (["paper.typed_by_you"], ["paper.typed_by_two"])
    assert counter.view(paper).typists == {counter.first.id, counter.second.id}


def test_a_section_is_saved_half_written_and_a_stale_page_refused(counter: Counter, session: Session) -> None:
    paper, act = counter.receive(), act_of(counter.first, NOON)
    typing = begin_typing(session, act, paper_id=paper.id)
    half = Draft(Choice(None, None, "Cuyes"), empty_profile())
    shown = typing.version
    save_typing(session, act, paper_id=paper.id, expected_version=shown, section="choice", typed=half)

    with pytest.raises(Stale):
        save_typing(session, act, paper_id=paper.id, expected_version=shown, section="choice", typed=half)

    assert counter.view(paper).typings[Place.FIRST].draft.choice.title == "Cuyes"


def test_what_no_draft_may_hold_is_not_typed_either(counter: Counter, session: Session) -> None:
    paper, act = counter.receive(), act_of(counter.first, NOON)
    typing = begin_typing(session, act, paper_id=paper.id)
    wrong = Draft(Choice("OTRA", None, "Cuyes"), empty_profile())

    with pytest.raises(Refused) as refusal:
        save_typing(
            session, act, paper_id=paper.id, expected_version=typing.version, section="choice", typed=wrong
        )

    assert codes(refusal) == ["choice.category_code.missing"]


def test_a_typing_is_over_when_both_are(counter: Counter, session: Session) -> None:
    paper = counter.receive()
    counter.type_whole(paper, counter.first)
    act, version = act_of(counter.first, NOON), counter.view(paper).typings[Place.FIRST].version
    typing = save_typing(
        session, act, paper_id=paper.id, expected_version=version, section="choice", typed=TRUE
    )
    taken_back = typing.finished_at
    finish_typing(session, act, paper_id=paper.id)
    counter.type_whole(paper, counter.second)

    with pytest.raises(WrongState) as refusal:
        save_typing(
            session, act, paper_id=paper.id, expected_version=typing.version, section="choice", typed=TRUE
        )

    assert (taken_back, codes(refusal)) == (None, ["paper.compared"])


@pytest.mark.parametrize("deed", [finish_typing, enter_paper])
def test_nothing_is_finished_before_it_is_typed(counter, session, deed) -> None:  # type: ignore[no-untyped-def]
    paper = counter.receive()

    with pytest.raises(WrongState):
        deed(session, act_of(counter.third, NOON), paper_id=paper.id)


def test_equal_typings_go_in_at_once(counter: Counter, session: Session) -> None:
    spaced = replace(TRUE, choice=replace(TRUE.choice, title="  Cuyes de carne  para la feria de Lircay"))
    paper = counter.typed_twice(second=spaced)

    application = enter_paper(session, act_of(counter.first, NOON), paper_id=paper.id)

    (entrant,) = entrants(session, counter.village.contest.id)
    assert (entrant.application_id, entrant.submitted_at, entrant.requested) == (
        application.id,
        BROUGHT,
        PROFILE.requested,
    )
    assert profile_of(session, application.id) == PROFILE
    assert paper.application_id == application.id
    assert counter.view(paper).state(RULEBOOK.form) is PaperState.ENTERED


def test_differences_are_settled_by_a_third_look(counter: Counter, session: Session) -> None:
    paper = counter.typed_twice()
    third = act_of(counter.third, NOON)
    differing = counter.view(paper).mismatches(RULEBOOK.form)
    settle_mismatches(session, third, paper_id=paper.id, choices={"title": Place.SECOND})
    with pytest.raises(Refused) as early:
        enter_paper(session, third, paper_id=paper.id)

    settle_mismatches(session, third, paper_id=paper.id, choices={COST: Place.FIRST})

    application = enter_paper(session, third, paper_id=paper.id)
    assert (differing, codes(early)) == (("title", COST), ["paper.mismatches_left"])
    assert (application.title, profile_of(session, application.id)) == (SLIPPED.choice.title, PROFILE)
    decided = {one.field: (one.chosen, one.decided_by) for one in counter.view(paper).decisions.values()}
    assert decided == {"title": (Place.SECOND, counter.third.id), COST: (Place.FIRST, counter.third.id)}


def test_neither_text_may_be_right(counter: Counter, session: Session) -> None:
    paper = counter.typed_twice()
    third = act_of(counter.third, NOON)
    right = replace(TRUE, choice=replace(TRUE.choice, title="Cuyes de carne para la feria"))

    write_settled(session, third, paper_id=paper.id, section="choice", typed=right)

    view = counter.view(paper)
    assert (view.settled.choice.title, view.left(RULEBOOK.form)) == (
        "Cuyes de carne para la feria",
        (COST,),
    )
    with pytest.raises(NotFound):
        write_settled(session, third, paper_id=paper.id, section="budget", typed=right)


def test_a_decision_may_be_changed_until_it_goes_in(counter: Counter, session: Session) -> None:
    paper = counter.typed_twice()
    for place in (Place.FIRST, Place.SECOND):
        settle_mismatches(session, act_of(counter.third, NOON), paper_id=paper.id, choices={"title": place})

    view = counter.view(paper)
    assert (view.settled.choice.title, view.decisions["title"].chosen) == (
        SLIPPED.choice.title,
        Place.SECOND,
    )


def test_nobody_settles_their_own_difference_while_there_are_others(
    counter: Counter, session: Session
) -> None:
    paper = counter.typed_twice()

    with pytest.raises(WrongState) as refusal:
        settle_mismatches(
            session, act_of(counter.second, NOON), paper_id=paper.id, choices={"title": Place.FIRST}
        )

    assert codes(refusal) == ["paper.own_mismatch"]


def test_an_office_of_two_settles_its_own(counter: Counter, session: Session) -> None:
    session.execute(update(User).where(User.id == counter.third.id).values(is_active=False))
    paper = counter.typed_twice()

    settle_mismatches(
        session, act_of(counter.second, NOON), paper_id=paper.id, choices={"title": Place.FIRST}
    )

    assert people_who_type(session, paper.contest_id) == 2
    assert counter.view(paper).decisions["title"].decided_by == counter.second.id


@pytest.mark.parametrize("choices", [{"summary": Place.FIRST}, {"title": Place.SETTLED}])
def test_only_what_differs_is_chosen_from_what_was_typed(counter, session, choices) -> None:  # type: ignore[no-untyped-def]
    paper = counter.typed_twice()

    with pytest.raises(NotFound):
        settle_mismatches(session, act_of(counter.third, NOON), paper_id=paper.id, choices=choices)


def test_the_rules_of_the_contest_hold_for_paper_too(counter: Counter, session: Session) -> None:
    empty = Draft(Choice(None, None, ""), empty_profile())
    paper = counter.typed_twice(empty, empty)

    with pytest.raises(Refused) as refusal:
        enter_paper(session, act_of(counter.third, NOON), paper_id=paper.id)

    assert "choice.title.missing" in codes(refusal)


def test_the_files_a_contest_asks_for_came_on_paper(session: Session, storage: Storage) -> None:
    asked = (AskedFile("acta", "Acta", "", FileForm.ANY, required=True, most=1),)
    counter = make_counter(session, storage, rulebook=replace(RULEBOOK, files=asked))
    paper = counter.typed_twice(TRUE, TRUE)

    assert enter_paper(session, act_of(counter.third, NOON), paper_id=paper.id).state == "submitted"


def test_nothing_is_typed_once_the_days_are_over_or_the_evaluation_began(
    counter: Counter, session: Session
) -> None:
    paper = counter.receive()
    with pytest.raises(WrongState) as late:
        begin_typing(session, act_of(counter.first, CLOSES + timedelta(days=3)), paper_id=paper.id)
    counter.village.contest.state = "evaluating"
    session.flush()

    with pytest.raises(WrongState) as judged:
        begin_typing(session, act_of(counter.first, NOON), paper_id=paper.id)

    assert (codes(late), codes(judged)) == (["paper.typing_over"], ["paper.judged"])


def test_the_evaluation_waits_for_papers_while_they_may_be_typed(counter: Counter, session: Session) -> None:
    paper = counter.receive()
    calendar = RULEBOOK.calendar

    waiting = [
        [problem.params["groups"] for problem in papers_to_enter(session, paper.contest_id, calendar, at)]
        for at in (LATER, CLOSES + timedelta(days=3))
    ]

    assert waiting == [["Sumaq Kuy"], []]


def test_every_deed_is_on_record_without_what_the_paper_says(counter: Counter, session: Session) -> None:
    paper = counter.typed_twice()
    third = act_of(counter.third, NOON)
    settle_mismatches(session, third, paper_id=paper.id, choices={"title": Place.FIRST, COST: Place.FIRST})
    enter_paper(session, third, paper_id=paper.id)

    rows = session.scalars(
        select(AuditRow).where(AuditRow.subject == f"paper:{paper.id}").order_by(AuditRow.seq)
    ).all()
    assert list(dict.fromkeys(row.action for row in rows)) == [
        "paper.received",
        "paper.typing_begun",
        "paper.section_typed",
        "paper.typing_finished",
        "paper.settled",
        "paper.entered",
    ]
    assert not any("Cuyes" in str(row.data) for row in rows)


def test_papers_are_listed_in_the_order_they_came(counter: Counter, session: Session) -> None:
    later = counter.receive()
    counter.group = counter.village.group(name="Tika")
    earlier = counter.receive(received_at=BROUGHT - timedelta(hours=1))

    listed = [paper.paper_id for paper in papers_in(session, later.contest_id)]

    assert (listed, session.scalars(select(Application.id)).all()) == ([earlier.id, later.id], [])
