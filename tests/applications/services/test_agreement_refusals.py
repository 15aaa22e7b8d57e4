"""Who may not print slips or take an agreement, and when."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.confirmation_models import Confirmation, MemberCode
from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application, GroupMember
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.rules.sign_off import CODE_LENGTH, CODE_LETTERS, code_hash
from contest_portal.applications.services.confirm_profile import confirm_profile
from contest_portal.applications.services.end_promoter import end_promoter
from contest_portal.applications.services.print_codes import print_codes
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village
from tests.factories.contests import CLOSES, OPENS
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.promoters import make_promotion


@pytest.fixture
def draft(village: Village) -> Application:
    return village.draft()


def confirm(village: Village, draft: Application, at: object = NOON, **changes: object) -> None:
    member = group_members(village.session, draft.group_id)[0]
    confirm_profile(
        village.session,
        changes.pop("act", None) or village.act(at),
        **{
            "application_id": draft.id,
            "member_id": member.member_id,
            "proof": member.dni[:4],
            "read_sha256": reading_sha256(CHOICE, PROFILE),
            "device": "",
            **changes,
        },
    )


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.PROMOTER, Role.STAFF, Role.SECRETARY, Role.ADMIN])
def test_nobody_but_the_representative_prints_slips(village: Village, draft: Application, role: Role) -> None:
    other = make_user(village.session, role)

    with pytest.raises(NotPermitted):
        print_codes(village.session, act_of(other, NOON), group_id=draft.group_id)

    assert village.session.scalars(select(MemberCode)).all() == []


def test_there_are_no_slips_of_no_group(village: Village) -> None:
    with pytest.raises(NotFound):
        print_codes(village.session, village.act(), group_id=999_999)


def test_slips_are_kept_as_hashes_with_a_salt_each(village: Village, draft: Application) -> None:
    slips = print_codes(village.session, village.act(), group_id=draft.group_id)

    kept = village.session.scalars(select(MemberCode).order_by(MemberCode.member_id)).all()
    assert [row.code_sha256 for row in kept] == [
        code_hash(row.salt, code) for row, (_name, code) in zip(kept, slips, strict=True)
    ]
    assert len({row.salt for row in kept}) == len(kept)
    assert {len(code) for _name, code in slips} == {CODE_LENGTH}
    assert set("".join(code for _name, code in slips)) <= set(CODE_LETTERS)
    deed = village.session.scalars(select(AuditRow)).one()
    assert (deed.action, deed.data) == ("confirmation.codes_printed", '{"members":4}')


@pytest.mark.parametrize(
    "at", [OPENS - timedelta(microseconds=1), CLOSES], ids=["before it opens", "as it closes"]
)
def test_outside_the_window_nobody_agrees(village: Village, draft: Application, at: object) -> None:
    with pytest.raises(WrongState):
        confirm(village, draft, at)

    assert village.session.scalars(select(Confirmation)).all() == []


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_what_is_no_draft_is_not_agreed_with(village: Village, state: str) -> None:
    draft = village.draft()
    draft.state = state
    if state == "submitted":
        draft.submitted_at, draft.code = NOON, "X-001"

    with village.session.no_autoflush, pytest.raises(WrongState, match=r"application\.not_a_draft"):
        confirm(village, draft)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.PROMOTER, Role.STAFF, Role.JUROR])
def test_strangers_lend_no_phone(village: Village, draft: Application, role: Role) -> None:
    other = make_user(village.session, role)

    with pytest.raises(NotFound):
        confirm(village, draft, act=act_of(other, NOON))


def test_promoter_lends_none_once_ended(village: Village, draft: Application) -> None:
    promoter = make_user(village.session, Role.PROMOTER)
    promotion = make_promotion(village.session, promoter, draft.group_id)
    end_promoter(village.session, village.act(), promotion_id=promotion.id)

    with pytest.raises(NotFound):
        confirm(village, draft, act=act_of(promoter, NOON))


def test_who_left_the_group_does_not_agree_for_it(
    village: Village, draft: Application, session: Session
) -> None:
    gone = group_members(session, draft.group_id)[0]
    session.get_one(GroupMember, gone.member_id).left_at = NOON
    session.flush()

    with pytest.raises(NotFound):
        confirm(village, draft, member_id=gone.member_id, proof=gone.dni[:4])


@pytest.mark.parametrize("promotion_id", [0, 999_999])
def test_no_promoter_is_ended_that_never_was(village: Village, promotion_id: int) -> None:
    with pytest.raises(NotFound):
        end_promoter(village.session, village.act(), promotion_id=promotion_id)
