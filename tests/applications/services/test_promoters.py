"""Promoters are named by the group or the office, file for it, and lose it the moment they are ended."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.queries import user_by_email
from contest_portal.accounts.rules.actor import Act, Grant, Role
from contest_portal.applications.deeds import Doer, group_deeds
from contest_portal.applications.group_queries import group_view, groups_of
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.promoter_models import GroupPromoter
from contest_portal.applications.promoter_queries import groups_without, promotions_of, promotions_of_group
from contest_portal.applications.queries import applications_of
from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.services.appoint_promoter import appoint_promoter
from contest_portal.applications.services.edit_group import edit_group
from contest_portal.applications.services.end_promoter import end_promoter
from contest_portal.applications.services.register_group import register_group
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.start_application import start_application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village
from tests.factories.profiles import PROFILE
from tests.factories.promoters import make_promotion


@dataclass
class Help:
    """A promoter at a group."""

    village: Village
    group: ProducerGroup
    promoter: User
    promotion: GroupPromoter

    @property
    def act(self) -> Act:
        return act_of(self.promoter, NOON)


@pytest.fixture
def helped(village: Village, session: Session) -> Help:
    promoter = make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")
    group = village.group()
    promotion = make_promotion(session, promoter, group.id, giver=village.representative)
    return Help(village, group, promoter, promotion)


def test_a_group_names_somebody_without_an_account(village: Village, session: Session) -> None:
    group = village.group()

    promotion, password = appoint_promoter(
        session, village.act(), group_id=group.id, email="teo@fondos.example", full_name="Teo Ccora Ramos"
    )

    user = user_by_email(session, "teo@fondos.example")
    assert user is not None
    assert (password is None, user.must_change_password, [grant.role for grant in user.grants]) == (
        False,
        True,
        ["promoter"],
    )
    (line,) = promotions_of_group(session, group.id)
    assert (line.user_name, line.given_at, line.given_by, line.ended_at) == (
        "Teo Ccora Ramos",
        NOON,
        village.representative.full_name,
        None,
    )
    deed = session.scalars(select(AuditRow).where(AuditRow.action == "promoter.appointed")).one()
    assert (deed.subject, deed.data) == (f"group:{group.id}", f'{{"user_id":{promotion.user_id}}}')


def test_office_names_who_has_an_account(village: Village, session: Session) -> None:
    promoter = make_user(session, Role.PROMOTER)
    staff = act_of(village.staff, NOON)

    appointed = appoint_promoter(session, staff, group_id=village.group().id, email=promoter.email)

    assert (appointed[0].user_id, appointed[1]) == (promoter.id, None)


def test_a_second_time_is_refused_and_changes_nothing(helped: Help, session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        appoint_promoter(session, helped.village.act(), group_id=helped.group.id, email=helped.promoter.email)

    assert [problem.code for problem in refusal.value.problems] == ["promoter.already"]


def test_who_is_neither_the_group_nor_its_office_names_nobody(helped: Help, session: Session) -> None:
    stranger = make_user(session, Role.REPRESENTATIVE)
    elsewhere = Act(
        replace(
            act_of(helped.village.staff, NOON).actor,
            grants=frozenset({Grant(Role.STAFF, territories=("99",))}),
        ),
        NOON,
    )
    for act in (act_of(stranger, NOON), helped.act, elsewhere):
        with pytest.raises(NotPermitted):
            appoint_promoter(session, act, group_id=helped.group.id, email="x@fondos.example")
        with pytest.raises(NotPermitted):
            end_promoter(session, act, promotion_id=helped.promotion.id)


def test_promoter_files_for_the_group_under_the_own_name(helped: Help, session: Session) -> None:
    draft = helped.village.draft(helped.group)
    save_section(
        session,
        helped.act,
        application_id=draft.id,
        expected_version=draft.version,
        section=SectionCode.GOODS,
        content=PROFILE,
    )

    sent = submit_application(
        session, helped.act, application_id=draft.id, expected_version=draft.version
    ).application

    assert (sent.state, [view.application_id for view in applications_of(session, helped.promoter.id)]) == (
        "submitted",
        [draft.id],
    )
    deeds = group_deeds(session, group_view(session, helped.group.id))
    assert [(deed.doer, deed.name, deed.action, deed.section) for deed in deeds] == [
        (Doer.PROMOTER, "Teo Ccora Ramos", "application.submitted", None),
        (Doer.PROMOTER, "Teo Ccora Ramos", "application.section_saved", "goods"),
    ]


def test_promoter_starts_an_application_but_registers_no_group(helped: Help, session: Session) -> None:
    started = start_application(
        session, helped.act, contest_id=helped.village.contest.id, group_id=helped.group.id
    )

    assert started.state == "draft"
    with pytest.raises(NotPermitted):
        register_group(session, helped.act, name="Otro", centre_code=helped.village.centre.code)


def test_ended_promoter_is_out_at_once_and_stays_on_record(helped: Help, session: Session) -> None:
    draft = helped.village.draft(helped.group)
    later = helped.village.act(NOON + timedelta(hours=1))

    end_promoter(session, later, promotion_id=helped.promotion.id)

    with pytest.raises(NotFound):
        save_section(
            session,
            helped.act,
            application_id=draft.id,
            expected_version=draft.version,
            section=SectionCode.GOODS,
            content=PROFILE,
        )
    with pytest.raises(NotFound):
        end_promoter(session, later, promotion_id=helped.promotion.id)
    assert groups_of(session, helped.promoter.id) == ()
    (line,) = promotions_of(session, [helped.promoter.id])
    assert (line.ended_at, line.ended_by) == (later.at, helped.village.representative.full_name)
    appoint_promoter(session, later, group_id=helped.group.id, email=helped.promoter.email)
    assert [one.ended_at for one in promotions_of_group(session, helped.group.id)] == [None, later.at]


def test_group_of_another_promoter_does_not_exist(helped: Help, session: Session) -> None:
    other = helped.village.group(name="Kuntur Wasi")

    with pytest.raises(NotFound):
        edit_group(
            session,
            helped.act,
            group_id=other.id,
            expected_version=other.version,
            name="Nuestro",
            centre_code=other.centre_code,
            ruc=None,
        )
    assert [group.name for group in groups_without(session, helped.promoter.id)] == ["Kuntur Wasi"]
