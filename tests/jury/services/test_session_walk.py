"""A long session of deeds at random: whatever is pressed, what is stored stays whole and every deed is on record."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.jury.services.move_presentation import move_presentation
from contest_portal.jury.services.note_presence import note_presence
from contest_portal.jury.services.postpone_group import postpone_group
from contest_portal.jury.session_queries import HallView
from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.kernel.problems import Refused
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.hall import make_ready_hall, view_of

GROUPS = ("Uno", "Dos", "Tres", "Cuatro")


def deeds_on_record(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditRow)) or 0


def press(session: Session, scene: Evaluation, act: Act, chance: random.Random) -> bool:
    """Do any deed to any group, allowed or not, and tell whether it was done."""
    contest_id, group = scene.contest.id, chance.choice(scene.applications).id
    deed = chance.choice(("begin", "begin", "end", "end", "undo", "postpone", "come"))
    try:
        if deed == "come":
            present = [juror.id for juror in scene.jurors if chance.random() < 0.8]
            note_presence(session, act, contest_id=contest_id, present=present)
        elif deed == "postpone":
            postpone_group(session, act, contest_id=contest_id, application_id=group, reason="No está")
        else:
            move_presentation(session, act, contest_id=contest_id, application_id=group, action=deed)
    except Refused:
        return False
    return True


def assert_whole(view: HallView) -> None:
    turns = view.turns
    presenting = [turn for turn in turns if turn.state == "presenting"]
    heard = [turn for turn in turns if turn.state == "done"]

    assert len(presenting) <= 1
    assert sorted(turn.drawn for turn in turns) == [1, 2, 3, 4]
    assert view.heard + len(view.waiting) + len(presenting) == len(turns) == len(GROUPS)
    assert [turn.drawn for turn in view.waiting if not turn.postponed_reason] == sorted(
        turn.drawn for turn in view.waiting if not turn.postponed_reason
    )
    assert all(turn.began_at and turn.ended_at and turn.began_at <= turn.ended_at for turn in heard)
    hours = sorted((turn.began_at, turn.ended_at) for turn in heard)
    assert all(one[1] <= other[0] for one, other in pairwise(hours))
    assert view.quorum.present == sum(one.is_present for one in view.jurors)


def test_whatever_is_pressed_the_session_stays_whole(session: Session) -> None:
    scene = make_evaluation(session, groups=GROUPS)
    make_ready_hall(session, scene)
    chance, outcomes = random.Random(3), set()  # noqa: S311 - a walk, not a secret

    for minute in range(24):
        act = replace(scene.by_secretary, at=JURY_DAY + timedelta(minutes=minute))
        before, on_record = view_of(session, scene), deeds_on_record(session)
        done = press(session, scene, act, chance)
        outcomes.add(done)
        after = view_of(session, scene)
        assert deeds_on_record(session) == on_record + done
        assert done or (after.turns, after.jurors) == (before.turns, before.jurors)
        assert {turn for turn in before.turns if turn.state == "done"} <= set(after.turns)
        assert_whole(after)

    assert outcomes == {True, False}
    assert verify_chain(session)[1] is None
