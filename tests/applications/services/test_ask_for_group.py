"""A question on a call that is asked for a group: who may, and who reads it."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.question_group_queries import questions_for
from contest_portal.applications.services.ask_for_group import ask_for_group
from contest_portal.contests.services.ask_question import ask_question
from contest_portal.kernel.problems import NotFound, NotPermitted
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village, make_village
from tests.factories.promoters import make_promotion
from tests.factories.questions import ASKING, TEXT, make_question


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=ASKING)


@pytest.fixture
def group(village: Village) -> ProducerGroup:
    return village.group()


@pytest.fixture
def promoter(session: Session, group: ProducerGroup) -> User:
    promoter = make_user(session, Role.PROMOTER, full_name="Teo Ccora Ramos")
    make_promotion(session, promoter, group.id)
    return promoter


def ask(village: Village, user: User, group_id: int, text: str = TEXT) -> None:
    ask_for_group(
        village.session, act_of(user, NOON), contest_id=village.contest.id, group_id=group_id, text=text
    )


def seen_by(village: Village, user: User) -> list[tuple[str, str | None, str | None]]:
    found = questions_for(village.session, village.contest.id, user.id)
    return [(one.view.text, one.group_name, one.other_asker) for one in found]


def test_all_who_file_for_the_group_read_its_questions_and_nobody_else(
    village: Village, group: ProducerGroup, promoter: User, session: Session
) -> None:
    apart = make_user(session, Role.REPRESENTATIVE)
    ask(village, promoter, group.id, "¿Hasta cuándo?")
    ask(village, village.representative, group.id, "¿Cuánto aporta el grupo?")
    make_question(session, village.contest, village.representative, text="¿Y los jóvenes?")

    assert seen_by(village, promoter) == [
        ("¿Cuánto aporta el grupo?", "Sumaq Kuy", village.representative.full_name),
        ("¿Hasta cuándo?", "Sumaq Kuy", None),
    ]
    assert seen_by(village, village.representative) == [
        ("¿Y los jóvenes?", None, None),
        ("¿Cuánto aporta el grupo?", "Sumaq Kuy", None),
        ("¿Hasta cuándo?", "Sumaq Kuy", "Teo Ccora Ramos"),
    ]
    assert seen_by(village, apart) == []


def test_groups_of_one_promoter_do_not_read_each_other(
    village: Village, promoter: User, session: Session
) -> None:
    neighbour = make_user(session, Role.REPRESENTATIVE)
    village.representative = neighbour
    other = village.group(name="Ayni")
    make_promotion(session, promoter, other.id)

    ask(village, promoter, other.id)

    assert [one[1] for one in seen_by(village, neighbour)] == ["Ayni"]
    assert [one[1] for one in seen_by(village, promoter)] == ["Ayni"]


def test_nobody_asks_for_a_group_of_others_nor_a_promoter_for_none(
    village: Village, group: ProducerGroup, promoter: User, session: Session
) -> None:
    other = village.group(name="Ayni")

    for user, group_id in (
        (promoter, other.id),
        (make_user(session, Role.PROMOTER), group.id),
        (promoter, 10**6),
    ):
        with pytest.raises(NotFound):
            ask(village, user, group_id)
    with pytest.raises(NotPermitted):
        ask_question(session, act_of(promoter, NOON), contest_id=village.contest.id, text=TEXT)
