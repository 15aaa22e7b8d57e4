"""Absences one after the other: what a refused one leaves, who presides, who replaces whom, what the audit says."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import members_of
from contest_portal.jury.absence_models import JurorAbsence
from contest_portal.jury.absence_queries import absences, absent_jurors
from contest_portal.jury.models import Juror
from contest_portal.jury.queries import panel
from contest_portal.jury.services.seat_juror import seat_juror
from contest_portal.jury.services.unseat_juror import unseat_juror
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.scoring.services.record_absence import Substitute, record_absence
from contest_portal.scoring.services.withdraw_absence import withdraw_absence
from tests.factories.absences import make_absence
from tests.factories.accounts import act_of, make_user
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.scoring import make_juror

REASON = "Se enfermó"


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_evaluation(session, groups=("Sumaq Kuy",), declared=False)


def absent(
    session: Session,
    scene: Evaluation,
    juror_id: int,
    substitute: Substitute | None = None,
    reason: str = REASON,
) -> JurorAbsence:
    return record_absence(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        juror_id=juror_id,
        reason=reason,
        substitute=substitute,
    )


def came(session: Session, scene: Evaluation, juror_id: int) -> None:
    withdraw_absence(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=juror_id)


def person(session: Session, name: str, dni: str, *roles: Role) -> Substitute:
    return Substitute(make_user(session, *roles, full_name=name).email, dni, "Agencia Agraria")


def rows_of(session: Session, model: type[AuditRow] | type[Juror] | type[JurorAbsence]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def presidents(session: Session, scene: Evaluation) -> list[str]:
    return [
        one.full_name
        for one in panel(session, scene.contest.id)
        if one.position == "president" and not one.is_absent
    ]


def test_the_audit_tells_who_is_absent_why_and_who_sits_in_the_place(
    session: Session, scene: Evaluation
) -> None:
    absence = absent(session, scene, scene.jurors[0].id, person(session, "Ana", "41234567"))
    absent(session, scene, scene.jurors[1].id, reason=f" {REASON} ")
    came(session, scene, scene.jurors[1].id)

    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    told = [(row.action, row.subject, json.loads(row.data)) for row in rows if row.action != "juror.seated"]
    contest = {"contest_id": scene.contest.id}
    assert told == [
        (
            "juror.absent",
            f"juror:{scene.jurors[0].id}",
            contest | {"reason": REASON, "substitute_id": absence.substitute_id},
        ),
        ("juror.absent", f"juror:{scene.jurors[1].id}", contest | {"reason": REASON}),
        ("juror.came", f"juror:{scene.jurors[1].id}", contest),
    ]
    assert "41234567" not in "".join(row.data for row in rows)


def test_a_substitute_may_be_absent_too_and_the_list_tells_each_step(
    session: Session, scene: Evaluation
) -> None:
    first = absent(session, scene, scene.jurors[0].id, person(session, "Ana", "41234567"))
    absent(session, scene, first.substitute_id or 0, person(session, "Berta", "41234568"))

    listed = [
        (one.juror_name, one.position, one.substitute_name) for one in absences(session, scene.contest.id)
    ]
    assert listed == [("Ana", "president", "Berta"), ("Jurado 1", "president", "Ana")]
    assert presidents(session, scene) == ["Berta"]
    for juror_id in absent_jurors(session, scene.contest.id):
        with pytest.raises(WrongState):
            came(session, scene, juror_id)


def test_who_comes_after_all_does_not_preside_beside_another(session: Session, scene: Evaluation) -> None:
    absent(session, scene, scene.jurors[0].id)
    other = person(session, "Ana", "41234567")
    seat_juror(
        session,
        scene.by_secretary,
        contest_id=scene.contest.id,
        email=other.email,
        dni=other.dni,
        institution=other.institution,
        position="president",
        phases=["FIELD"],
    )

    with pytest.raises(WrongState) as refusal, session.begin_nested():
        came(session, scene, scene.jurors[0].id)

    assert [problem.code for problem in refusal.value.problems] == ["absence.presided"]
    assert presidents(session, scene) == ["Ana"]
    assert absent_jurors(session, scene.contest.id) == {scene.jurors[0].id}


def test_a_member_who_comes_after_all_does_not_ask_who_presides(session: Session, scene: Evaluation) -> None:
    absent(session, scene, scene.jurors[1].id)

    came(session, scene, scene.jurors[1].id)

    assert presidents(session, scene) == ["Jurado 1"]
    assert [one.is_absent for one in panel(session, scene.contest.id)] == [False, False, False]


@pytest.mark.parametrize(
    ("reason", "dni", "institution", "codes"),
    [
        pytest.param("", "41234567", "X", ["absence.reason"], id="no reason"),
        pytest.param("x" * 401, "41234567", "X", ["absence.reason"], id="a long reason"),
        pytest.param(REASON, "41234567", "", ["juror.institution"], id="no institution"),
        pytest.param(REASON, "41234567", "x" * 161, ["juror.institution"], id="a long institution"),
        pytest.param(REASON, "of a juror", "X", ["juror.already_seated"], id="a juror's DNI"),
        pytest.param(REASON, "of a member", "X", ["juror.in_group"], id="a member's DNI"),
    ],
)
def test_a_refused_absence_stores_neither_itself_nor_the_substitute(
    session: Session, scene: Evaluation, reason: str, dni: str, institution: str, codes: list[str]
) -> None:
    others = {
        "of a juror": scene.jurors[1].dni,
        "of a member": members_of(session, scene.applications[0].id)[0].dni,
    }
    user = make_user(session)

    with pytest.raises(Refused) as refusal, session.begin_nested():
        absent(
            session,
            scene,
            scene.jurors[0].id,
            Substitute(user.email, others.get(dni, dni), institution),
            reason,
        )

    assert [problem.code for problem in refusal.value.problems] == codes
    stored = [rows_of(session, model) for model in (JurorAbsence, Juror, AuditRow)]
    assert stored == [0, 3, 0]


def test_nobody_takes_the_own_place(session: Session, scene: Evaluation) -> None:
    own = Substitute(scene.users[0].email, scene.jurors[0].dni, "X")

    with pytest.raises(Refused) as refusal, session.begin_nested():
        absent(session, scene, scene.jurors[0].id, own)

    assert [problem.code for problem in refusal.value.problems] == ["juror.already_seated"]


@pytest.mark.parametrize("role", [Role.JUROR, Role.STAFF, Role.AUDITOR])
def test_only_the_secretary_records_and_takes_back(session: Session, scene: Evaluation, role: Role) -> None:
    act = act_of(make_user(session, role), JURY_DAY)
    at = {"contest_id": scene.contest.id, "juror_id": scene.jurors[0].id}

    with pytest.raises(NotPermitted):
        record_absence(session, act, **at, reason=REASON, substitute=None)
    with pytest.raises(NotPermitted):
        withdraw_absence(session, act, **at)

    assert rows_of(session, JurorAbsence) == 0


def test_a_juror_of_another_contest_is_not_found(session: Session, scene: Evaluation) -> None:
    office = session.get_one(Office, scene.contest.office_id)
    other = make_contest(session, office, scene.secretary)
    juror = make_juror(session, other, scene.users[0])

    with pytest.raises(NotFound):
        absent(session, scene, juror.id)
    make_absence(session, juror, scene.secretary)
    with pytest.raises(NotFound):
        came(session, scene, juror.id)

    assert absences(session, scene.contest.id) == ()
    assert [one.juror_id for one in absences(session, other.id)] == [juror.id]


def test_once_the_scoring_is_closed_nobody_becomes_absent_or_comes_back(
    session: Session, scene: Evaluation
) -> None:
    make_absence(session, scene.jurors[1], scene.secretary)
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.flush()

    for deed in (
        lambda: absent(session, scene, scene.jurors[0].id),
        lambda: came(session, scene, scene.jurors[1].id),
    ):
        with pytest.raises(WrongState) as refusal:
            deed()
        assert [problem.code for problem in refusal.value.problems] == ["panel.closed"]

    assert absent_jurors(session, scene.contest.id) == {scene.jurors[1].id}


def test_neither_the_absent_one_nor_the_substitute_leaves_the_panel(
    session: Session, scene: Evaluation
) -> None:
    absence = absent(session, scene, scene.jurors[0].id, person(session, "Ana", "41234567"))

    for juror_id in (absence.juror_id, absence.substitute_id or 0):
        with pytest.raises(WrongState) as refusal:
            unseat_juror(session, scene.by_secretary, contest_id=scene.contest.id, juror_id=juror_id)
        assert [problem.code for problem in refusal.value.problems] == ["juror.has_sheets"]

    assert len(panel(session, scene.contest.id)) == 4


def test_one_place_has_one_absence_and_one_substitute(session: Session, scene: Evaluation) -> None:
    first, second, third = scene.jurors
    make_absence(session, first, scene.secretary, substitute=third)

    with pytest.raises(IntegrityError), session.begin_nested():
        make_absence(session, first, scene.secretary)
    with pytest.raises(IntegrityError), session.begin_nested():
        make_absence(session, second, scene.secretary, substitute=third)
