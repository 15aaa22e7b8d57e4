"""A group agrees with its profile: by slip or digits, on somebody's device, until the profile changes."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.confirmation_models import Confirmation
from contest_portal.applications.confirmations import member_signs
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.rules.profile import SectionCode, read_profile
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import Means, MemberSign
from contest_portal.applications.services.confirm_profile import confirm_profile
from contest_portal.applications.services.print_codes import print_codes
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village, make_village, with_group_rules
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.promoters import make_promotion


@dataclass
class Meeting:
    """A group that was read its profile, in a contest that asks for two members besides the leader."""

    village: Village
    draft: Application

    @property
    def session(self) -> Session:
        return self.village.session

    def signs(self) -> tuple[MemberSign, ...]:
        profile = read_profile(self.draft.profile)
        digest = reading_sha256(choice_of(self.draft), profile)
        return member_signs(self.session, self.draft.id, self.draft.group_id, digest)

    def confirm(self, number: int, proof: str | None = None, *, digest: str | None = None) -> None:
        member = group_members(self.session, self.draft.group_id)[number]
        confirm_profile(
            self.session,
            self.village.act(),
            application_id=self.draft.id,
            member_id=member.member_id,
            proof=member.dni[:4] if proof is None else proof,
            read_sha256=digest or reading_sha256(CHOICE, PROFILE),
            device="Android, Chrome",
        )

    def send(self) -> Application:
        return submit_application(
            self.session,
            self.village.act(),
            application_id=self.draft.id,
            expected_version=self.draft.version,
        ).application


@pytest.fixture
def meeting(session: Session) -> Meeting:
    village = make_village(session, rulebook=with_group_rules(sign_off=True, members_confirming=2))
    return Meeting(village, village.draft())


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_it_is_sent_once_the_leader_and_two_more_agreed(meeting: Meeting) -> None:
    with pytest.raises(Refused) as refusal:
        meeting.send()
    for number in range(3):
        meeting.confirm(number)

    sent = meeting.send()

    assert codes_of(refusal) == ["sign_off.leader", "sign_off.members"]
    assert sent.state == "submitted"


def test_who_when_how_and_on_whose_device(meeting: Meeting) -> None:
    meeting.confirm(0)
    meeting.confirm(0)

    (kept,) = meeting.session.scalars(select(Confirmation)).all()
    leader = meeting.signs()[0]
    assert (kept.account_id, kept.confirmed_at) == (meeting.village.representative.id, NOON)
    assert leader.given is not None
    assert (
        leader.leads,
        leader.stands,
        leader.given.means,
        leader.given.account_name,
        leader.given.device,
    ) == (
        True,
        True,
        Means.DNI,
        meeting.village.representative.full_name,
        "Android, Chrome",
    )
    deed = meeting.session.scalars(select(AuditRow).where(AuditRow.action == "confirmation.given")).one()
    assert deed.data == f'{{"means":"dni","member_id":{kept.member_id}}}'


def test_it_lapses_when_the_profile_changes_and_stands_again_for_the_same_words(meeting: Meeting) -> None:
    meeting.confirm(0)
    for summary, stands in (("Otra cosa", False), (PROFILE.summary, True)):
        save_section(
            meeting.session,
            meeting.village.act(),
            application_id=meeting.draft.id,
            expected_version=meeting.draft.version,
            section=SectionCode.CHOICE,
            content=replace(PROFILE, summary=summary),
        )

        assert [sign.stands for sign in meeting.signs()] == [stands, False, False, False]
        assert meeting.signs()[0].given is not None


def test_words_that_changed_since_they_were_read_are_not_agreed_with(meeting: Meeting) -> None:
    with pytest.raises(Stale):
        meeting.confirm(0, digest="0" * 64)


def test_a_slip_recognises_its_owner_until_others_are_printed(meeting: Meeting) -> None:
    act, group_id = meeting.village.act(), meeting.draft.group_id
    old = print_codes(meeting.session, act, group_id=group_id)
    new = print_codes(meeting.session, act, group_id=group_id)

    meeting.confirm(1, new[1][1])

    assert [name for name, _code in new] == [
        one.full_name for one in group_members(meeting.session, group_id)
    ]
    for number, proof in ((0, old[0][1]), (0, new[1][1]), (0, "0000"), (0, "")):
        with pytest.raises(Refused) as refusal:
            meeting.confirm(number, proof)
        assert codes_of(refusal) == ["confirmation.wrong"]
    assert [sign.given and sign.given.means for sign in meeting.signs()] == [None, Means.CODE, None, None]


def test_promoter_lends_the_phone_but_prints_no_codes(meeting: Meeting, session: Session) -> None:
    promoter = make_user(session, Role.PROMOTER)
    make_promotion(session, promoter, meeting.draft.group_id)

    with pytest.raises(NotPermitted):
        print_codes(session, act_of(promoter, NOON), group_id=meeting.draft.group_id)
    member = group_members(session, meeting.draft.group_id)[0]
    confirm_profile(
        session,
        act_of(promoter, NOON),
        application_id=meeting.draft.id,
        member_id=member.member_id,
        proof=member.dni[:4],
        read_sha256=reading_sha256(CHOICE, PROFILE),
        device="",
    )
    assert meeting.signs()[0].stands


def test_member_of_another_group_confirms_nothing(meeting: Meeting) -> None:
    stranger = group_members(meeting.session, meeting.village.group(name="Kuntur Wasi").id)[0]

    with pytest.raises(NotFound):
        confirm_profile(
            meeting.session,
            meeting.village.act(),
            application_id=meeting.draft.id,
            member_id=stranger.member_id,
            proof=stranger.dni[:4],
            read_sha256=reading_sha256(CHOICE, PROFILE),
            device="",
        )
