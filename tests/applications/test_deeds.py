"""What a group may read of who did what."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.deeds import Doer, count_deeds, group_deeds
from contest_portal.applications.group_queries import GroupView, group_view
from contest_portal.applications.models import Application
from contest_portal.kernel.audit import record
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.promoters import make_promotion


@pytest.fixture
def draft(village: Village) -> Application:
    return village.draft()


@pytest.fixture
def group(draft: Application, session: Session) -> GroupView:
    return group_view(session, draft.group_id)


def note(session: Session, who: User | None, action: str, subject: str, **data: str) -> None:
    actor_id = None if who is None else who.id
    record(session, at=NOON, actor_id=actor_id, action=action, subject=subject, data=data or None)


@pytest.mark.parametrize(
    ("action", "is_shown"),
    [
        ("application.submitted", True),
        ("attachment.added", True),
        ("confirmation.given", True),
        ("screening.cure_sent", True),
        ("screening.findings_ticked", False),
        ("screening.reject", False),
        ("sheet.saved", False),
        ("interests.declared", False),
        ("personal.revealed", False),
    ],
)
def test_work_of_the_office_and_the_jury_on_it_is_not_the_groups(
    draft: Application, group: GroupView, village: Village, action: str, *, is_shown: bool
) -> None:
    note(village.session, village.staff, action, f"application:{draft.id}")

    assert [deed.action for deed in group_deeds(village.session, group)] == [action] * is_shown
    assert count_deeds(village.session, group) == is_shown


def test_deeds_of_other_groups_are_theirs(group: GroupView, village: Village) -> None:
    other = village.draft(village.group(name="Kuntur Wasi"))
    for subject in (f"group:{other.group_id}", f"application:{other.id}", f"group:{group.group_id}0"):
        note(village.session, village.representative, "group.edited", subject)

    assert group_deeds(village.session, group) == ()


def test_each_says_as_what_and_where_the_newest_first(
    draft: Application, group: GroupView, village: Village
) -> None:
    session, subject = village.session, f"application:{draft.id}"
    promoter = make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")
    promotion = make_promotion(session, promoter, group.group_id)
    promotion.ended_at, promotion.ended_by = NOON, village.representative.id
    note(session, village.representative, "group.edited", f"group:{group.group_id}")
    note(session, promoter, "application.section_saved", subject, section="goods")
    note(session, village.staff, "promoter.ended", f"group:{group.group_id}")

    told = [(deed.doer, deed.name, deed.section, deed.contest_title) for deed in group_deeds(session, group)]

    assert told == [
        (Doer.OFFICE, village.staff.full_name, None, None),
        (Doer.PROMOTER, "Teo Ccora Ramos", "goods", village.contest.title),
        (Doer.REPRESENTATIVE, village.representative.full_name, None, None),
    ]


def test_a_page_at_a_time(group: GroupView, village: Village) -> None:
    for number in range(3):
        note(village.session, village.representative, f"group.edited_{number}", f"group:{group.group_id}")

    pages = [group_deeds(village.session, group, limit=2, offset=offset) for offset in (0, 2)]

    assert [[deed.action[-1] for deed in page] for page in pages] == [["2", "1"], ["0"]]
