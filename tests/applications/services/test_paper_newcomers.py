"""Papers of groups that are not registered, and papers that were recorded wrongly."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.confirmations import member_signs
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.newcomers import newcomer_view, paper_signers
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_queries import PaperState, groups_without_application, papers_to_enter
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.rules.newcomer import Declared, Newcomer
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.services.begin_typing import begin_typing
from contest_portal.applications.services.cancel_paper import cancel_paper
from contest_portal.applications.services.correct_newcomer import Correction, correct_newcomer
from contest_portal.applications.services.enter_paper import enter_paper
from contest_portal.applications.services.receive_newcomer import receive_newcomer
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import RULEBOOK
from tests.factories.papers import BROUGHT, TRUE, Counter, make_counter
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.registry import make_centre, make_district, make_household, make_person

OFFICES = (MemberOffice.PRESIDENT, MemberOffice.TREASURER, MemberOffice.MEMBER, MemberOffice.MEMBER)
SLIP_IS_VOID = "El papel era de otro grupo."


@pytest.fixture
def counter(session: Session, tmp_path: Path) -> Counter:
    return make_counter(session, Storage(tmp_path))


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def newcomer(counter: Counter, name: str = "Mosoq Ayllu") -> Newcomer:
    """Give a group that keeps the rules of the contest: four households, half of them with a woman."""
    centre = counter.village.centre
    people = (
        make_person(counter.session, make_household(counter.session, centre), sex="FM"[number % 2])
        for number in range(len(OFFICES))
    )
    members = [Declared(person.dni, office) for person, office in zip(people, OFFICES, strict=True)]
    return Newcomer(name, centre.code, members)


def receive(counter: Counter, told: Newcomer) -> PaperEntry:
    return receive_newcomer(
        counter.session,
        counter.act(counter.first),
        contest_id=counter.village.contest.id,
        newcomer=told,
        brought=Brought(BROUGHT, 9),
        storage=counter.storage,
    )


def typed(counter: Counter, told: Newcomer, *, email: str = "") -> PaperEntry:
    """Receive the paper, note who represents the group, and type it twice."""
    paper = receive(counter, told)
    if email:
        correct(counter, paper, replace(told, members=()), email=email)
    for typist in (counter.first, counter.second):
        counter.type_whole(paper, typist, TRUE)
    return paper


def correct(
    counter: Counter,
    paper: PaperEntry,
    told: Newcomer,
    *,
    email: str = "",
    dropped: frozenset[int] = frozenset(),
) -> None:
    change = Correction(told, dropped, email)
    correct_newcomer(counter.session, counter.act(counter.second), paper_id=paper.id, correction=change)


def counted(session: Session) -> tuple[int | None, ...]:
    return tuple(
        session.scalar(select(func.count()).select_from(table)) for table in (ProducerGroup, Application)
    )


def test_a_new_group_is_registered_when_its_paper_enters(counter: Counter, session: Session) -> None:
    told, email = newcomer(counter), counter.village.representative.email
    paper = typed(counter, told, email=email)
    waiting = [
        one.params["groups"] for one in papers_to_enter(session, paper.contest_id, RULEBOOK.calendar, NOON)
    ]

    application = enter_paper(session, counter.act(counter.third), paper_id=paper.id)

    group = session.get_one(ProducerGroup, application.group_id)
    members = [(one.dni, one.office) for one in group_members(session, group.id)]
    assert waiting == ["Mosoq Ayllu"]
    assert (group.name, group.representative_id, application.submitted_at, paper.group_id) == (
        "Mosoq Ayllu",
        counter.village.representative.id,
        BROUGHT,
        group.id,
    )
    assert members == [(one.dni, one.office.value) for one in told.members]
    assert counter.view(paper).state(RULEBOOK.form) is PaperState.ENTERED


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"members": [Declared("00000017", MemberOffice.PRESIDENT)]}, ["member.not_registered"]),
        ({"email": ""}, ["newcomer.no_representative"]),
        ({"members": None}, ["group.without_president"]),
    ],
    ids=["unknown to the register", "nobody speaks", "a rule of the contest"],
)
def test_nothing_enters_unless_all_does(counter, session, change, expected) -> None:  # type: ignore[no-untyped-def]
    told = newcomer(counter)
    changed = change.get("members", told.members) or told.members[1:]
    email = change.get("email", counter.village.representative.email)
    paper = typed(counter, replace(told, members=changed), email=email)
    before = counted(session)

    with pytest.raises(Refused) as refusal, session.begin_nested():
        enter_paper(session, counter.act(counter.third), paper_id=paper.id)

    assert (set(expected) <= set(codes(refusal)), counted(session)) == (True, before)


def test_the_counter_refuses_what_cannot_be_a_new_group(counter: Counter, session: Session) -> None:
    told = newcomer(counter)
    make_district(session, "090101")
    outside = make_centre(session, code="0901010001")
    twice = [told.members[0], told.members[0]]
    cases = {
        "group.name": replace(told, name="X"),
        "group.unknown_centre": replace(told, centre_code="0903019999"),
        "newcomer.outside_territory": replace(told, centre_code=outside.code),
        "newcomer.registered": replace(told, name=counter.group.name.upper()),
        "newcomer.members": replace(told, members=()),
        "newcomer.twice": replace(told, members=twice),
    }

    for code, case in cases.items():
        with pytest.raises(Refused) as refusal:
            receive(counter, case)
        assert code in codes(refusal)


def test_only_the_office_receives_a_new_group(counter: Counter, session: Session) -> None:
    told = newcomer(counter)
    counter.first = make_user(session, Role.REPRESENTATIVE)

    with pytest.raises(NotPermitted):
        receive(counter, told)


def test_what_was_noted_is_corrected_until_it_enters(counter: Counter, session: Session) -> None:
    told = newcomer(counter)
    wrong = Declared("00000017", MemberOffice.PRESIDENT)
    paper = receive(counter, replace(told, members=[wrong, *told.members[1:]]))
    noted = newcomer_view(session, paper.id)
    assert noted is not None
    unknown = frozenset(member.id for member in noted.members if not member.is_known)

    correct(counter, paper, Newcomer("Mosoq Ayllu II", told.centre_code, told.members[:1]), dropped=unknown)

    after = newcomer_view(session, paper.id)
    assert after is not None
    assert (after.name, after.speaker, len(unknown)) == ("Mosoq Ayllu II", None, 1)
    assert {(one.dni, one.is_known) for one in after.members} == {(one.dni, True) for one in told.members}
    assert counter.view(paper).group_name == "Mosoq Ayllu II"


@pytest.mark.parametrize("email", ["nadie@fondos.example", "staff"])
def test_only_an_account_of_a_representative_speaks(counter: Counter, email: str) -> None:
    told = newcomer(counter)
    paper = receive(counter, told)

    with pytest.raises(Refused) as refusal:
        correct(
            counter,
            paper,
            replace(told, members=()),
            email=counter.first.email if email == "staff" else email,
        )

    assert codes(refusal) == ["newcomer.other_account"]


def test_a_registered_group_has_nothing_to_correct(counter: Counter) -> None:
    paper = counter.receive()

    with pytest.raises(NotFound):
        correct(counter, paper, newcomer(counter))


def test_a_paper_recorded_wrongly_is_cancelled_and_the_group_hands_in_another(
    counter: Counter, session: Session
) -> None:
    paper = counter.typed_twice(TRUE, TRUE)

    cancel_paper(session, counter.act(counter.first), paper_id=paper.id, reason=f"  {SLIP_IS_VOID} ")

    slip, view = session.get_one(Document, paper.document_id), counter.view(paper)
    offered = groups_without_application(session, paper.contest_id, RULEBOOK.territory)
    row = session.scalars(select(AuditRow).where(AuditRow.action == "paper.cancelled")).one()
    again = counter.receive()
    assert (slip.state, slip.void_reason, view.state(RULEBOOK.form)) == (
        "void",
        SLIP_IS_VOID,
        PaperState.CANCELLED,
    )
    assert view.cancelled is not None
    assert (view.cancelled.by, view.cancelled.reason) == (counter.first.id, SLIP_IS_VOID)
    assert counter.first.id in view.people
    assert counter.group.id in offered
    assert (row.subject, row.actor_id) == (f"paper:{paper.id}", counter.first.id)
    assert session.get_one(Document, again.document_id).number == slip.number + 1


def test_a_cancelled_paper_holds_nothing_back_and_is_typed_no_more(
    counter: Counter, session: Session
) -> None:
    paper = counter.receive()
    cancel_paper(session, counter.act(counter.first), paper_id=paper.id, reason=SLIP_IS_VOID)

    assert list(papers_to_enter(session, paper.contest_id, RULEBOOK.calendar, NOON)) == []
    for deed in (begin_typing, enter_paper):
        with pytest.raises(WrongState) as refusal:
            deed(session, counter.act(counter.second), paper_id=paper.id)
        assert codes(refusal) == ["paper.cancelled"]


def test_cancelling_asks_for_a_reason_the_office_and_a_paper_that_waits(
    counter: Counter, session: Session
) -> None:
    paper = counter.typed_twice(TRUE, TRUE)
    with pytest.raises(Refused) as silent:
        cancel_paper(session, counter.act(counter.first), paper_id=paper.id, reason=" ")
    with pytest.raises(NotPermitted):
        cancel_paper(
            session, act_of(make_user(session, Role.AUDITOR), NOON), paper_id=paper.id, reason="Error"
        )
    enter_paper(session, counter.act(counter.third), paper_id=paper.id)

    with pytest.raises(WrongState) as entered:
        cancel_paper(session, counter.act(counter.first), paper_id=paper.id, reason="Error")

    assert (codes(silent), codes(entered)) == (["document.void_without_reason"], ["paper.entered"])


def asking(session: Session, folder: Path, confirming: int = 1) -> Counter:
    rules = replace(RULEBOOK.group, sign_off=True, members_confirming=confirming)
    return make_counter(session, Storage(folder), rulebook=replace(RULEBOOK, group=rules))


def given(session: Session, application: Application) -> list[tuple[str, str, str]]:
    signs = member_signs(session, application.id, application.group_id, reading_sha256(CHOICE, PROFILE))
    return [(sign.office, sign.given.means.value, sign.given.account_name) for sign in signs if sign.given]


def test_the_signatures_on_a_paper_are_the_agreement_of_the_group(session: Session, tmp_path: Path) -> None:
    counter = asking(session, tmp_path)
    paper = counter.typed_twice(TRUE, TRUE)
    leader, second, *_ = paper_signers(session, paper.id, paper.group_id)
    refused = []
    for signed in ((), {leader.id}, {second.id}):
        with pytest.raises(Refused) as refusal, session.begin_nested():
            enter_paper(session, counter.act(counter.third), paper_id=paper.id, signed=signed)
        refused.append(codes(refusal))

    application = enter_paper(
        session, counter.act(counter.third), paper_id=paper.id, signed={leader.id, second.id}
    )

    assert refused == [["sign_off.leader", "sign_off.members"], ["sign_off.members"], ["sign_off.leader"]]
    assert given(session, application) == [
        ("president", "sign", "Aurelio Taipe"),
        ("treasurer", "sign", "Aurelio Taipe"),
    ]


def test_a_new_group_signs_by_its_line_on_the_paper(session: Session, tmp_path: Path) -> None:
    counter = asking(session, tmp_path, confirming=0)
    paper = typed(counter, newcomer(counter), email=counter.village.representative.email)
    lines = paper_signers(session, paper.id, None)

    application = enter_paper(session, counter.act(counter.third), paper_id=paper.id, signed={lines[0].id})

    assert given(session, application) == [("president", "sign", "Aurelio Taipe")]


def test_signatures_are_kept_where_no_agreement_is_asked_for(counter: Counter, session: Session) -> None:
    paper = counter.typed_twice(TRUE, TRUE)
    leader = paper_signers(session, paper.id, paper.group_id)[0]

    application = enter_paper(
        session, counter.act(counter.third), paper_id=paper.id, signed={leader.id, 10**6}
    )

    assert len(given(session, application)) == 1
