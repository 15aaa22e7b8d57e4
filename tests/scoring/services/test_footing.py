"""On what footing a sheet is written: one row, the same however many groups and declarations there are."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.jury.models import Interest
from contest_portal.kernel.audit import wait_for_turn
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import NotFound, NotPermitted
from contest_portal.scoring.desk import Desk, desk_for_writing, desk_of
from contest_portal.scoring.footing import footing_of, held_footing
from contest_portal.scoring.services.save_sheet import save_sheet
from tests.factories.evaluation import Evaluation, add_group, make_evaluation
from tests.factories.scoring import make_interest, make_sheet
from tests.query_count import counted_queries


def statements_of_a_save(session: Session, scene: Evaluation, juror: int) -> int:
    with counted_queries(session) as counted:
        save_sheet(
            session, scene.by_juror(juror), application_id=scene.applications[0].id, phase_code="PUBLIC",
            marks={"P1": Mark(3)}, comment="", expected_version=0,
        )  # fmt: skip
    return counted.total


def test_a_save_asks_as_much_of_four_groups_as_of_one_and_little(session: Session) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))
    wait_for_turn(session)
    with_one = statements_of_a_save(session, scene, 0)
    for name in ("Pan de Chahuarma", "Miel de Anta", "Queso de Acos"):
        make_interest(session, scene.jurors[1], add_group(session, scene.contest, scene.centre, name))

    with_four = statements_of_a_save(session, scene, 1)

    assert with_one == with_four <= 10


def test_the_footing_is_the_same_under_the_turn_until_something_changes(session: Session) -> None:
    scene = make_evaluation(session, declared=False)
    juror, application = scene.jurors[0], scene.applications[0]
    where = (juror.user_id, application.id, "PUBLIC")
    bare = footing_of(session, *where)

    make_interest(session, juror, application)
    declared = held_footing(session, *where)
    make_sheet(session, juror, application, "PUBLIC", {"P1": 3}, final=False)
    begun = held_footing(session, *where)

    assert (bare.recused, declared.recused, declared.sheet_id, begun.sheet_state) == (
        None,
        False,
        None,
        "draft",
    )
    assert bare != declared != begun == footing_of(session, *where)


@pytest.mark.parametrize("stranger", [None, 10**6])
def test_who_does_not_sit_in_the_jury_has_no_footing(session: Session, stranger: int | None) -> None:
    scene = make_evaluation(session, groups=("Sumaq Kuy",))

    with pytest.raises(NotFound):
        footing_of(session, stranger, scene.applications[0].id)


def test_a_desk_that_was_read_is_used_only_while_all_it_rests_on_stands(session: Session) -> None:
    scene = make_evaluation(session)
    first, second = (application.id for application in scene.applications)
    act = scene.by_juror(0)

    def read() -> Desk:
        return desk_of(session, act.actor, application_id=first, phase_code="FIELD")

    def opened(seen: Desk, group: int = first) -> Desk:
        return desk_for_writing(session, act, application_id=group, phase_code="FIELD", seen=seen)

    bare = read()
    as_read, other = opened(bare), opened(bare, second)
    make_sheet(session, scene.jurors[0], scene.applications[0], "FIELD", {"F1": 8}, final=False)
    begun, again = opened(bare), opened(read())
    session.execute(update(Interest).values(recused=True, reason="Compadre"))
    session.expire_all()

    assert as_read.rulebook is bare.rulebook
    assert (other.entrant.application_id, other.sheet) == (second, None)
    assert [desk.counted.marks[0].mark for desk in (begun, again)] == [Mark(8), Mark(8)]
    with pytest.raises(NotPermitted):
        opened(bare)
