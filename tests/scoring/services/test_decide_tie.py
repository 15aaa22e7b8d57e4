"""Ties found in the register, and what a person decides of them."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.benefit_models import Benefit
from contest_portal.applications.models import GroupMember
from contest_portal.applications.queries import members_of
from contest_portal.applications.rules.profile import Quotation, write_profile
from contest_portal.jury.models import Interest
from contest_portal.jury.queries import recusals
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.jury.tie_queries import TieView, tie_views, ties_of_juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.registry.models.register import Household, Person
from contest_portal.scoring.models import PublicDraw
from contest_portal.scoring.services.decide_tie import decide_tie
from tests.factories.accounts import make_user
from tests.factories.applications import make_application, make_group
from tests.factories.contests import CLOSES, OPENS, make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, add_group, make_evaluation
from tests.factories.profiles import PROFILE
from tests.factories.promoters import make_promotion
from tests.factories.registry import make_household, make_person
from tests.factories.scoring import make_interest, make_juror, make_sheet
from tests.query_count import counted_queries


def register(session: Session, scene: Evaluation, number: int, **changes: str) -> Person:
    """Let the register know a juror, in a household of the groups' centre unless it is another's."""
    juror = scene.jurors[number]
    person = make_person(session, make_household(session, scene.centre), dni=juror.dni, **changes)
    session.flush()
    return person


def kinds(views: tuple[TieView, ...]) -> dict[tuple[int, int], list[str]]:
    return {
        (view.tie.juror_id, view.tie.application_id): [ground.kind.value for ground in view.grounds]
        for view in views
    }


def tied(session: Session) -> Evaluation:
    """The first juror shares a household with a member of the first group."""
    scene = make_evaluation(session, declared=False)
    member = members_of(session, scene.applications[0].id)[0]
    household = session.get_one(Household, member.household_id)
    household.centre_code = scene.centre.code
    make_person(
        session,
        household,
        dni=scene.jurors[0].dni,
        paternal_surname="Zorrilla",
        maternal_surname="Yauri",
        is_head=False,
    )
    return scene


def decide(session: Session, scene: Evaluation, *, is_conflict: bool | None, **changes: object) -> None:
    view = ties_of_juror(session, scene.contest.id, scene.jurors[0].id)[scene.applications[0].id]
    asked: dict[str, object] = {"reason": "Son hermanos", "seen": view.tie.keys, **changes}
    decide_tie(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        juror_id=scene.jurors[0].id,
        application_id=scene.applications[0].id,
        is_conflict=is_conflict,
        **asked,  # type: ignore[arg-type]
    )


def standing(session: Session, scene: Evaluation) -> str:
    return ties_of_juror(session, scene.contest.id, scene.jurors[0].id)[scene.applications[0].id].standing


def test_every_kind_of_tie_is_found_in_one_pass(session: Session) -> None:
    scene = make_evaluation(session, declared=False, jurors=4)
    first, second = scene.applications
    member = session.get_one(Person, members_of(session, first.id)[0].person_id)
    sibling = register(
        session, scene, 0, paternal_surname=member.paternal_surname, maternal_surname=member.maternal_surname
    )
    old = make_group(session, scene.centre, scene.secretary, name="Wiñay", households=0)
    session.add_all(
        GroupMember(group_id=old.id, person_id=person.id, joined_at=OPENS, left_at=CLOSES)
        for person in (sibling, member)
    )
    make_promotion(session, scene.users[1], second.group_id)
    quotation = Quotation("Mallas", "Ferretería", f"10{scene.jurors[2].dni}1", Money.soles(9), None)
    second.profile = write_profile(replace(PROFILE, quotations=(quotation,)))
    office = session.scalars(select(Office)).one()
    past = make_contest(session, office, scene.secretary, state="announced")
    won = make_application(session, past, make_group(session, scene.centre, scene.secretary, name="Rikchari"))
    won.group_id = first.group_id
    session.add(Benefit(application_id=won.id, amount=Money.soles(5), granted_at=CLOSES))
    make_juror(session, past, scene.users[3])
    session.flush()

    found = kinds(tie_views(session, scene.contest.id))

    ids = [juror.id for juror in scene.jurors]
    assert {pair: set(of_pair) for pair, of_pair in found.items()} == {
        (ids[0], first.id): {"surnames", "co_member", "centre"},
        (ids[0], second.id): {"surnames", "centre"},
        (ids[1], second.id): {"promoter"},
        (ids[2], second.id): {"supplier"},
        (ids[3], first.id): {"judged"},
    }


def test_more_groups_and_jurors_ask_no_more_queries(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",), jurors=1, declared=False)

    with counted_queries(session) as first:
        tie_views(session, scene.contest.id)
    for name in ("A", "B", "C"):
        add_group(session, scene.contest, scene.centre, name)
        make_juror(session, scene.contest, make_user(session, Role.JUROR, full_name=f"Ana {name}"))
    with counted_queries(session) as second:
        tie_views(session, scene.contest.id)

    assert first.total == second.total


def test_a_confirmed_tie_recuses_whatever_was_declared(session: Session) -> None:
    scene = tied(session)
    make_interest(session, scene.jurors[0], scene.applications[0])

    decide(session, scene, is_conflict=True)

    interest = session.scalars(select(Interest).where(Interest.recused)).one()
    assert interest.reason == "Vínculo confirmado por la secretaría: Son hermanos"
    assert recusals(session, scene.contest.id) == {(scene.jurors[0].id, scene.applications[0].id)}
    assert standing(session, scene) == "confirmed"
    entry = session.scalars(select(AuditRow).where(AuditRow.action == "tie.confirmed")).one()
    assert '"kinds":["centre","household"]' in entry.data
    assert members_of(session, scene.applications[0].id)[0].full_name not in entry.data
    with pytest.raises(WrongState):
        decide(session, scene, is_conflict=False)


def test_a_dismissed_tie_asks_again_once_more_is_known(session: Session) -> None:
    scene = tied(session)

    decide(session, scene, is_conflict=False)
    before = standing(session, scene)
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    after = standing(session, scene)
    with pytest.raises(Stale):
        decide(session, scene, is_conflict=False, seen=frozenset({"household"}))
    decide(session, scene, is_conflict=True)

    assert (before, after, standing(session, scene)) == ("dismissed", "proposed", "confirmed")


def test_a_juror_who_left_first_needs_no_decision(session: Session) -> None:
    scene = tied(session)
    make_interest(session, scene.jurors[0], scene.applications[0], recused=True)

    assert standing(session, scene) == "recused"


def test_a_decision_needs_an_answer_and_a_reason(session: Session) -> None:
    scene = tied(session)

    with pytest.raises(Refused) as refusal:
        decide(session, scene, is_conflict=None, reason=" ")

    assert [p.code for p in refusal.value.problems] == ["tie.undecided", "tie.reason"]


def test_what_is_not_tied_is_not_found_and_only_the_secretary_decides(session: Session) -> None:
    scene = tied(session)
    asked = {"contest_id": scene.contest.id, "application_id": scene.applications[0].id}

    with pytest.raises(NotFound):
        decide_tie(
            session,
            scene.by_secretary,
            juror_id=scene.jurors[1].id,
            is_conflict=True,
            reason="x",
            seen=frozenset(),
            **asked,
        )
    with pytest.raises(NotPermitted):
        decide_tie(
            session,
            scene.by_juror(0),
            juror_id=scene.jurors[0].id,
            is_conflict=True,
            reason="x",
            seen=frozenset(),
            **asked,
        )


def test_who_leaves_the_panel_takes_the_decisions_along(session: Session) -> None:
    scene = tied(session)
    decide(session, scene, is_conflict=False)

    unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=scene.jurors[0].id)

    assert tie_views(session, scene.contest.id) == ()


def test_after_the_lot_no_confirmed_tie_takes_a_final_sheet_out_and_a_dismissal_may_stand(
    session: Session,
) -> None:
    scene = tied(session)
    make_sheet(session, scene.jurors[0], scene.applications[0], "PUBLIC", {"P1": 3})
    session.add(
        PublicDraw(
            contest_id=scene.contest.id, numbers="4-17", witnesses="Todos", held_at=JURY_DAY,
            recorded_by=scene.secretary.id, recorded_at=JURY_DAY,
        )
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        decide(session, scene, is_conflict=True)
    decide(session, scene, is_conflict=False)

    assert [(p.code, p.field) for p in refusal.value.problems] == [("draw.sheet_counts", "decision")]
    assert (standing(session, scene), recusals(session, scene.contest.id)) == ("dismissed", frozenset())
