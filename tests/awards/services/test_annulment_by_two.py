"""An award is annulled by two where the office has two who may: one asks with the reason, another does it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import waiting_act
from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.annulling import ANNULLING, still_holds
from contest_portal.awards.rules.reopening import BackTo
from contest_portal.awards.services.annul_award import annul_award
from contest_portal.awards.services.ask_annulment import ask_annulment
from contest_portal.awards.services.confirm_annulment import confirm_annulment
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.awards.waiting_queries import waiting_words
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.kernel.storage import Storage
from tests.awards.deeds import REASON, refused
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.follow_ups import SIGNED_ON, Followed, award_of, make_ready
from tests.factories.reopening import make_reopened


@pytest.fixture
def ready(session: Session, tmp_path: Path) -> Followed:
    return make_ready(session, tmp_path)


def ask(ready: Followed, by: User | None = None) -> JointAct:
    return ask_annulment(ready.session, ready.act(by), award_id=ready.award.id, reason=REASON)


def confirm(ready: Followed, by: User, joint: JointAct, sha256: str | None = None) -> Document:
    return confirm_annulment(
        ready.session,
        ready.act(by),
        award_id=ready.award.id,
        joint_id=joint.id,
        sha256=sha256 or joint.content_sha256,
    )


def secretaries(ready: Followed) -> list[User]:
    return list(ready.session.scalars(select(User).where(User.grants.any(RoleGrant.role == Role.SECRETARY))))


def last_annulled(session: Session) -> dict[str, object]:
    rows = select(AuditRow).where(AuditRow.action == "award.annulled")
    said: dict[str, object] = json.loads(session.scalars(rows).one().data)
    return said


def test_one_asks_with_the_reason_and_another_who_did_not_approve_it_annuls(ready: Followed) -> None:
    session, approved = ready.session, ready.scored.staff
    joint = ask(ready, ready.payer)
    asked = waiting_act(session, ANNULLING, f"award:{ready.award.id}")
    assert asked is not None
    assert (asked.content.group_name, asked.content.amount) == ("Sumaq Kuy", ready.award.amount)
    assert (len(asked.content.papers), asked.content.reason) == (1, REASON)
    assert [one.kind for one in waiting_words(session)] == [ANNULLING.code]
    with pytest.raises(WrongState, match=r"joint_act\.waits"):
        ask(ready)
    for one in (ready.payer, approved, ready.secretary):
        assert refused(ready, lambda one=one: confirm(ready, one, joint)) == ["NotPermitted"]
    assert refused(ready, lambda: confirm(ready, ready.approver, joint, "0" * 64)) == ["Stale"]
    assert ready.award.state == "granted"

    document = confirm(ready, ready.approver, joint)

    assert (ready.award.state, ready.follow_up.state, joint.state) == ("void", "annulled", "done")
    assert (joint.asked_by, document.issued_by) == (ready.payer.id, ready.approver.id)
    assert "second" not in last_annulled(session)


def test_where_two_may_annul_one_does_not_do_it_alone(ready: Followed) -> None:
    said = refused(
        ready,
        lambda: annul_award(ready.session, ready.act(ready.approver), award_id=ready.award.id, reason=REASON),
    )

    assert said == ["joint_act.two_persons"]


@pytest.mark.parametrize("asker", ["approver of the allocation", "secretary"])
def test_where_one_alone_may_confirm_another_of_the_office_asks(ready: Followed, asker: str) -> None:
    by = ready.secretary if asker == "secretary" else ready.scored.staff
    for one in (ready.payer, ready.scored.staff, *secretaries(ready)):
        one.is_active = one is by

    said = refused(
        ready,
        lambda: annul_award(ready.session, ready.act(ready.approver), award_id=ready.award.id, reason=REASON),
    )
    confirm(ready, ready.approver, ask(ready, by))

    assert (said, ready.award.state) == (["annulment.another_asks"], "void")
    assert "second" not in last_annulled(ready.session)


def test_where_the_office_has_nobody_else_the_log_tells_that_there_was_no_second(ready: Followed) -> None:
    for one in (ready.payer, ready.scored.staff, *secretaries(ready)):
        one.is_active = False

    annul_award(ready.session, ready.act(ready.approver), award_id=ready.award.id, reason=REASON)

    assert (ready.award.state, last_annulled(ready.session)["second"]) == ("void", None)
    assert ready.session.scalars(select(JointAct).where(JointAct.kind == ANNULLING.code)).all() == []


def test_who_approved_it_may_ask_and_another_annuls(ready: Followed) -> None:
    joint = ask(ready, ready.scored.staff)

    confirm(ready, ready.approver, joint)

    assert ready.award.state == "void"


def test_a_signature_in_between_is_asked_for_anew(ready: Followed, tmp_path: Path) -> None:
    session, unsigned = ready.session, award_of(ready.session, ready.scored, "Mishki Tanta")
    joint = ask_annulment(session, ready.act(), award_id=unsigned.id, reason=REASON)
    assert refused(ready, lambda: confirm(ready, ready.approver, joint)) == ["NotFound"]
    asked = waiting_act(session, ANNULLING, joint.subject)
    assert asked is not None
    assert still_holds(session, asked.content)
    sign_agreement(session, ready.act(), award_id=unsigned.id, signed_on=SIGNED_ON, storage=Storage(tmp_path))

    with pytest.raises(WrongState, match=r"annulment\.changed"):
        confirm_annulment(
            session,
            ready.act(ready.approver),
            award_id=unsigned.id,
            joint_id=joint.id,
            sha256=joint.content_sha256,
        )

    assert (still_holds(session, asked.content), unsigned.state) == (False, "granted")


def test_going_back_to_a_stage_ends_what_was_asked_for(ready: Followed) -> None:
    joint, other = ask(ready), make_user(ready.session, Role.STAFF)

    make_reopened(
        ready.session,
        ready.scored.contest.id,
        ready.scored.secretary,
        other,
        BackTo.ALLOCATION,
        at=ready.act().at,
    )

    assert (joint.state, waiting_words(ready.session)) == ("withdrawn", ())


def test_without_a_reason_or_a_right_nothing_is_asked_for(ready: Followed) -> None:
    auditor = act_of(make_user(ready.session, Role.AUDITOR), NOON)
    given = {"award_id": ready.award.id}
    with pytest.raises(NotPermitted):
        ask_annulment(ready.session, auditor, **given, reason=REASON)
    with pytest.raises(Refused, match=r"follow_up\.reason"):
        ask_annulment(ready.session, ready.act(), **given, reason=" no ")
    with pytest.raises(NotFound):
        ask_annulment(ready.session, ready.act(), award_id=999, reason=REASON)
