"""Sending: what is written, in one go, and everything that keeps it from being written."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Actor, Role
from contest_portal.applications.models import (
    Application,
    ApplicationVersion,
    GroupMember,
    HouseholdClaim,
)
from contest_portal.applications.queries import entrant, members_of, profile_of
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.profile import empty_profile
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.withdraw_application import withdraw_application
from contest_portal.contests.queries import rulebook_sha256
from contest_portal.kernel.audit import AuditRow, head_checkpoint, verify_chain
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.checkpoints import printed
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.kernel.records import to_data
from contest_portal.registry.models.register import Household, Person
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applications import make_application
from tests.factories.applying import Village, make_village, with_group_rules
from tests.factories.contests import CLOSES
from tests.factories.profiles import PROFILE
from tests.factories.registry import make_centre, make_household, make_person


def submit(village: Village, draft: Application, **changes: object) -> Application:
    given = {"application_id": draft.id, "expected_version": draft.version, **changes}
    return submit_application(village.session, village.act(), **given).application


def test_a_sent_application_is_an_entrant_with_its_counts(village: Village) -> None:
    sent = submit(village, village.draft())

    found = entrant(village.session, sent.id)

    assert (found.code, found.group_name, found.requested, found.submitted_at) == (
        f"{village.contest.code}-001",
        "Sumaq Kuy",
        Money.soles(10_000),
        NOON,
    )
    assert (found.households, found.members, found.women, found.district_name) == (4, 4, 2, "Lircay")


def test_members_are_kept_as_the_register_knew_them_that_day(village: Village) -> None:
    sent = submit(village, village.draft())
    before = members_of(village.session, sent.id)

    for member in before:
        village.session.get_one(Person, member.person_id).given_names = "Otra"
    village.session.flush()

    assert members_of(village.session, sent.id) == before
    assert [member.office for member in before] == ["president", "treasurer", "secretary", "member"]


def test_what_was_sent_is_kept_word_for_word_with_its_hash(village: Village) -> None:
    sent = submit(village, village.draft())

    version = village.session.scalars(select(ApplicationVersion)).one()
    content = json.loads(version.content)
    assert sent.content_sha256 == version.content_sha256 == sha256_hex(version.content)
    assert (content["application_code"], content["version"], content["group"]["name"]) == (
        sent.code,
        1,
        "Sumaq Kuy",
    )
    assert content["rules_sha256"] == rulebook_sha256(village.session, village.contest.id)
    assert len(content["group"]["members"]) == 4
    assert profile_of(village.session, sent.id) == PROFILE


def test_every_household_takes_its_place_in_the_contest(village: Village) -> None:
    sent = submit(village, village.draft())

    claims = village.session.scalars(
        select(HouseholdClaim.household_id).order_by(HouseholdClaim.household_id)
    )
    assert list(claims) == sorted(member.household_id for member in members_of(village.session, sent.id))


def test_no_place_is_taken_in_a_contest_without_that_rule(session: Session) -> None:
    village = make_village(session, rulebook=with_group_rules(one_group_per_household=False))

    submit(village, village.draft())

    assert list(session.scalars(select(HouseholdClaim))) == []


def test_the_receipt_is_issued_with_number_instant_and_hash(village: Village) -> None:
    state = printed(head_checkpoint(village.session))
    sent = submit(village, village.draft())

    receipt = receipt_of(village.session, sent.id)

    assert receipt is not None
    assert receipt.code == "CONSTANCIA N.° 0001-2026-UT-HUANCAVELICA"
    content = json.loads(receipt.data)["content"]
    assert content["checkpoint"] == to_data(state)
    assert (content["application_code"], content["content_sha256"]) == (sent.code, sent.content_sha256)
    assert content["members"][0]["dni"].startswith("****")


def test_sending_is_on_the_audit_chain_without_names(village: Village) -> None:
    sent = submit(village, village.draft())

    row = village.session.scalars(select(AuditRow).where(AuditRow.action == "application.submitted")).one()
    assert (row.subject, row.actor_id, row.at) == (f"application:{sent.id}", village.representative.id, NOON)
    assert "Sumaq" not in row.data
    assert verify_chain(village.session)[1] is None


def test_codes_of_a_contest_follow_one_another(village: Village) -> None:
    codes = [submit(village, village.draft(village.group(name=name))).code for name in ("Uno", "Dos", "Tres")]

    assert codes == [f"{village.contest.code}-00{number}" for number in (1, 2, 3)]


def test_the_hash_changes_with_a_single_letter(village: Village) -> None:
    one = submit(village, village.draft(village.group(name="Uno")))
    other = village.draft(village.group(name="Dos"), profile=replace(PROFILE, summary=PROFILE.summary + "."))

    assert submit(village, other).content_sha256 != one.content_sha256


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=1)], ids=["as it closes", "a minute late"])
def test_after_the_deadline_it_is_refused_and_the_draft_is_kept(village: Village, late: timedelta) -> None:
    draft = village.draft()
    text = draft.profile

    with pytest.raises(WrongState) as refusal:
        submit_application(
            village.session,
            village.act(CLOSES + late),
            application_id=draft.id,
            expected_version=draft.version,
        )

    village.session.expire(draft)
    assert [problem.code for problem in refusal.value.problems] == ["application.late"]
    assert (draft.state, draft.profile, draft.code) == ("draft", text, None)


def test_the_last_instant_before_the_deadline_is_in_time(village: Village) -> None:
    draft = village.draft()
    last = CLOSES - timedelta(microseconds=1)

    sent = submit_application(
        village.session, village.act(last), application_id=draft.id, expected_version=draft.version
    ).application

    assert (sent.state, sent.submitted_at) == ("submitted", last)


def test_a_second_press_gives_what_was_received(village: Village) -> None:
    draft = village.draft()
    shown = draft.version
    submit(village, draft)
    receipt = receipt_of(village.session, draft.id)

    again = submit_application(
        village.session, village.act(CLOSES), application_id=draft.id, expected_version=shown
    ).application

    assert (again.state, again.submitted_at, receipt_of(village.session, draft.id)) == (
        "submitted",
        NOON,
        receipt,
    )
    sent = village.session.scalars(select(AuditRow).where(AuditRow.action == "application.submitted"))
    assert len(sent.all()) == 1


def test_what_was_taken_back_is_not_sent(village: Village) -> None:
    sent = submit(village, village.draft())
    withdraw_application(village.session, village.act(), application_id=sent.id)

    with pytest.raises(WrongState, match=r"application\.not_a_draft"):
        submit(village, sent)


def test_a_draft_that_changed_since_it_was_reviewed_is_not_sent(village: Village) -> None:
    draft = village.draft()

    with pytest.raises(Stale):
        submit(village, draft, expected_version=draft.version + 1)


def test_all_problems_of_group_and_profile_are_said_at_once(village: Village) -> None:
    draft = village.draft(village.group(households=2), profile=replace(empty_profile(), summary="Algo"))

    with pytest.raises(Refused) as refusal:
        submit(village, draft)

    assert [problem.code for problem in refusal.value.problems] == [
        "group.too_few_households",
        "situation.missing",
        "problems.missing",
        "assistance.missing",
        "goods.missing",
        "sales.missing",
        "budget.nothing_requested",
    ]


@pytest.mark.parametrize(
    ("status", "code"),
    [("not_targeted", "member.centre_not_targeted"), ("no_data", "member.centre_no_data")],
)
def test_a_member_of_a_centre_without_standing_keeps_the_group_out(
    village: Village, status: str, code: str
) -> None:
    group = village.group()
    centre = make_centre(village.session, "0903010077", name="Pampa", status=status, households=31)
    stranger = make_person(village.session, make_household(village.session, centre))
    village.session.add(GroupMember(group_id=group.id, person_id=stranger.id, joined_at=NOON))
    village.session.flush()

    with pytest.raises(Refused) as refusal:
        submit(village, village.draft(group))

    assert [problem.code for problem in refusal.value.problems] == [code]
    assert refusal.value.problems[0].params["centre"] == "Pampa"


def test_a_household_that_stands_with_another_group_keeps_the_second_out(village: Village) -> None:
    first = submit(village, village.draft(village.group(name="Uno")))
    household_id = members_of(village.session, first.id)[0].household_id
    second = village.group(name="Dos")
    household = village.session.get_one(Household, household_id)
    cousin = make_person(village.session, household, given_names="Rubén")
    village.session.add(GroupMember(group_id=second.id, person_id=cousin.id, joined_at=NOON))
    village.session.flush()
    draft = village.draft(second)

    with pytest.raises(Refused) as refusal:
        submit(village, draft)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params["person"], problem.params["application"]) == (
        "member.household_taken",
        cousin.full_name,
        first.code,
    )


def test_a_stranger_does_not_know_of_the_application(village: Village) -> None:
    draft = village.draft()
    stranger = make_user(village.session, Role.REPRESENTATIVE)

    with pytest.raises(NotFound):
        submit_application(
            village.session, act_of(stranger, NOON), application_id=draft.id, expected_version=draft.version
        )


def test_a_representative_who_lost_the_role_may_not_send(village: Village) -> None:
    draft = village.draft()
    village.actor = Actor(village.representative.id)

    with pytest.raises(NotPermitted):
        submit(village, draft)


def test_a_draft_does_not_count_as_an_entrant(village: Village) -> None:
    draft = village.draft()

    with pytest.raises(NotFound):
        entrant(village.session, draft.id)


def test_the_factory_and_the_service_agree_on_what_a_sent_application_is(village: Village) -> None:
    made = make_application(village.session, village.contest, village.group(name="Hecho"))

    assert entrant(village.session, made.id).households == 4
