"""Reads of the jury."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.jury import queries
from contest_portal.jury.queries import DeclaredInterest, Recusal, Seat, SeatedJuror
from contest_portal.jury.rules.interests import DeclarableGroup
from contest_portal.jury.rules.panel import GroupTie, PanelSeat
from contest_portal.kernel.problems import NotFound
from tests.factories.accounts import make_user
from tests.factories.applications import make_application, make_group
from tests.factories.evaluation import make_evaluation
from tests.factories.promoters import make_promotion
from tests.factories.scoring import make_interest, make_juror
from tests.query_count import counted_queries


def test_the_seat_of_a_user_is_found_in_its_contest_alone(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)

    found = queries.juror_of_user(session, scene.contest.id, scene.users[0].id)

    assert found == SeatedJuror(
        juror_id=scene.jurors[0].id,
        user_id=scene.users[0].id,
        full_name="Jurado 1",
        dni=scene.jurors[0].dni,
        institution="Municipalidad Distrital",
        position="president",
        phases=("FIELD", "PUBLIC"),
    )
    with pytest.raises(NotFound):
        queries.juror_of_user(session, scene.contest.id + 1, scene.users[0].id)
    with pytest.raises(NotFound):
        queries.juror_of_user(session, scene.contest.id, scene.secretary.id)
    with pytest.raises(NotFound):
        queries.juror_of_user(session, scene.contest.id, None)


def test_a_juror_without_phases_scores_none(session: Session) -> None:
    scene = make_evaluation(session, jurors=0)
    user = make_user(session, Role.JUROR)
    make_juror(session, scene.contest, user, position="secretary", phases="")

    assert queries.juror_of_user(session, scene.contest.id, user.id).phases == ()


def test_names_are_ordered_as_in_spanish(session: Session) -> None:
    scene = make_evaluation(session, jurors=0)
    for name in ("Óscar", "Zoila", "Ñusta", "Nora", "Ana"):
        make_juror(session, scene.contest, make_user(session, Role.JUROR, full_name=name))

    assert [j.full_name for j in queries.panel(session, scene.contest.id)] == [
        "Ana",
        "Nora",
        "Ñusta",
        "Óscar",
        "Zoila",
    ]


def test_a_user_sees_the_contests_of_the_own_seats(session: Session) -> None:
    scene = make_evaluation(session, jurors=2)

    assert queries.seats_of_user(session, scene.users[1].id) == (
        Seat(scene.contest.id, scene.contest.code, scene.contest.title, "evaluating", "member"),
    )
    assert queries.seats_of_user(session, scene.secretary.id) == ()


def test_the_rules_see_the_panel_as_seats(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)

    assert queries.panel_seats(session, scene.contest.id) == (
        PanelSeat(scene.users[0].id, scene.jurors[0].dni, "Jurado 1", "president", ("FIELD", "PUBLIC")),
    )


def test_a_juror_is_found_in_the_own_contest_alone(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    juror = scene.jurors[0]

    assert queries.juror_by_id(session, scene.contest.id, juror.id).user.full_name == "Jurado 1"
    with pytest.raises(NotFound):
        queries.juror_by_id(session, scene.contest.id + 1, juror.id)


def test_declarations_are_read_by_juror_and_by_contest(session: Session) -> None:
    scene = make_evaluation(session, jurors=2, declared=False)
    first, second = scene.applications
    make_interest(session, scene.jurors[0], first)
    make_interest(session, scene.jurors[0], second, recused=True, reason="Compadre")
    make_interest(session, scene.jurors[1], first, recused=True, reason="Proveedor")

    assert queries.interests_of(session, scene.jurors[0].id) == (
        DeclaredInterest(first.id, recused=False, reason=""),
        DeclaredInterest(second.id, recused=True, reason="Compadre"),
    )
    assert queries.declared_pairs(session, scene.contest.id) == {
        (scene.jurors[0].id, first.id),
        (scene.jurors[0].id, second.id),
        (scene.jurors[1].id, first.id),
    }
    assert queries.recusals(session, scene.contest.id) == {
        (scene.jurors[0].id, second.id),
        (scene.jurors[1].id, first.id),
    }
    assert queries.recusal_lines(session, scene.contest.id) == (
        Recusal(scene.jurors[1].id, "Jurado 2", first.id, first.code or "", "Proveedor"),
        Recusal(scene.jurors[0].id, "Jurado 1", second.id, second.code or "", "Compadre"),
    )
    assert queries.recusals(session, scene.contest.id + 1) == frozenset()


def test_a_tie_to_a_group_is_found_by_dni_and_by_account(session: Session) -> None:
    scene = make_evaluation(session, jurors=0)
    member = members_of(session, scene.applications[0].id)[1]
    representative = make_user(session, Role.REPRESENTATIVE)
    make_application(
        session, scene.contest, make_group(session, scene.centre, representative, name="Miel del Apu")
    )

    def ties(dni: str, user_id: int) -> tuple[GroupTie, ...]:
        return queries.group_ties(session, scene.contest.id, dni=dni, user_id=user_id)

    assert ties(member.dni, 0) == (GroupTie("Sumaq Kuy", is_member=True),)
    assert ties("00000000", representative.id) == (GroupTie("Miel del Apu", is_member=False),)
    assert ties("00000000", 0) == ()


def test_who_promotes_a_group_or_once_did_is_tied_to_it(session: Session) -> None:
    scene = make_evaluation(session, jurors=0)
    promoters = [make_user(session, Role.PROMOTER) for _ in range(2)]
    present, past = (make_promotion(session, one, scene.applications[0].group_id) for one in promoters)
    past.ended_at, past.ended_by = past.given_at, past.given_by
    session.flush()

    for promotion in (present, past):
        assert queries.group_ties(session, scene.contest.id, dni="00000000", user_id=promotion.user_id) == (
            GroupTie("Sumaq Kuy", is_member=False),
        )


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_group_that_does_not_stand_in_the_contest_ties_nobody(session: Session, state: str) -> None:
    scene = make_evaluation(session, jurors=0, groups=())
    representative = make_user(session, Role.REPRESENTATIVE)
    make_application(session, scene.contest, make_group(session, scene.centre, representative), state=state)

    assert queries.group_ties(session, scene.contest.id, dni="00000000", user_id=representative.id) == ()
    assert queries.member_names(session, scene.contest.id) == {}


def test_declarable_groups_mark_the_jurors_own(session: Session) -> None:
    scene = make_evaluation(session, jurors=1)
    first, second = scene.applications
    scene.jurors[0].dni = members_of(session, second.id)[0].dni
    session.flush()
    juror = queries.juror_of_user(session, scene.contest.id, scene.users[0].id)

    assert queries.declarable_groups(session, scene.contest.id, juror) == (
        DeclarableGroup(first.id, "Sumaq Kuy"),
        DeclarableGroup(second.id, "Pan de Chahuarma", own=True),
    )


def test_member_names_are_read_for_all_groups_at_once(session: Session) -> None:
    scene = make_evaluation(session, jurors=0)
    expected = {
        application.id: tuple(member.full_name for member in members_of(session, application.id))
        for application in scene.applications
    }

    with counted_queries(session) as counted:
        names = queries.member_names(session, scene.contest.id)

    assert (names, counted.total) == (expected, 1)
