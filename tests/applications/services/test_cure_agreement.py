"""A group that agreed with its profile agrees again with a correction whose words are others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.group_queries import group_members
from contest_portal.applications.models import Application
from contest_portal.applications.own_cure import missing_in_cure, own_cure
from contest_portal.applications.ownership import choice_of
from contest_portal.applications.rules.profile import Profile, SectionCode
from contest_portal.applications.rules.reading import reading_sha256
from contest_portal.applications.services.confirm_profile import confirm_profile
from contest_portal.applications.services.save_cure import save_cure
from contest_portal.applications.services.send_cure import send_cure
from contest_portal.kernel.problems import Refused, Stale, WrongState
from tests.conftest import NOON
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import PROFILE
from tests.factories.screening import CURE_END, SCREENED, ScreeningScene, make_screening_scene

IN_TIME = SCREENED + timedelta(days=1)
THICK, THIN = (
    replace(PROFILE, goods=(replace(PROFILE.goods[0], description=what), PROFILE.goods[1]))
    for what in ("Malla gruesa", "Malla delgada")
)


@pytest.fixture
def scene(session: Session) -> ScreeningScene:
    return make_screening_scene(session, group=replace(RULEBOOK.group, sign_off=True))


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    """An application that its group agreed with, and that it has to cure."""
    group = scene.village.group()
    draft = scene.village.draft(group)
    agree(scene, draft, PROFILE, NOON)
    sent = scene.send_draft(draft)
    scene.ask_cure(sent)
    return sent


def agree(scene: ScreeningScene, application: Application, words: Profile, at=IN_TIME) -> None:  # type: ignore[no-untyped-def]
    leader = group_members(scene.session, application.group_id)[0]
    confirm_profile(
        scene.session,
        scene.village.act(at),
        application_id=application.id,
        member_id=leader.member_id,
        proof=leader.dni[:4],
        read_sha256=reading_sha256(choice_of(application), words),
        device="",
    )


def save(scene: ScreeningScene, application: Application, content: Profile) -> None:
    save_cure(
        scene.session,
        scene.village.act(IN_TIME),
        application_id=application.id,
        expected_version=scene.version(application),
        section=SectionCode.GOODS,
        content=content,
    )


def send(scene: ScreeningScene, application: Application) -> Application:
    return send_cure(
        scene.session,
        scene.village.act(IN_TIME),
        application_id=application.id,
        expected_version=scene.version(application),
    )


def test_other_words_are_sent_once_the_group_agreed_with_them(
    scene: ScreeningScene, application: Application
) -> None:
    save(scene, application, THICK)
    with pytest.raises(Refused) as refusal:
        send(scene, application)

    agree(scene, application, THICK)

    assert [problem.code for problem in refusal.value.problems] == ["sign_off.leader"]
    assert send(scene, application).state == "submitted"


def test_an_agreement_lapses_when_the_correction_changes_again(
    scene: ScreeningScene, application: Application
) -> None:
    save(scene, application, THICK)
    agree(scene, application, THICK)
    save(scene, application, THIN)

    with pytest.raises(Refused):
        send(scene, application)
    with pytest.raises(Stale):
        agree(scene, application, THICK)


def test_the_same_words_need_no_other_agreement(scene: ScreeningScene, application: Application) -> None:
    cure = own_cure(scene.session, scene.village.act(IN_TIME), application.id)

    assert missing_in_cure(scene.session, cure) == ()


def test_nobody_agrees_once_the_period_is_over(scene: ScreeningScene, application: Application) -> None:
    with pytest.raises(WrongState):
        agree(scene, application, PROFILE, CURE_END)
