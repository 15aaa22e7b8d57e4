"""Screening: what a person ticks, what is decided, the letter of each decision, and who stands in the contest."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.queries import entrant, entrants
from contest_portal.applications.rules.screening import Decision, Finding
from contest_portal.applications.screening_checks import automatic_checks, near_identical
from contest_portal.applications.screening_models import Defect, ScreeningDecision
from contest_portal.applications.screening_queries import (
    NotAdmitted,
    decisions_of,
    findings_of,
    not_admitted,
    screening_lines,
    screening_of,
    undecided,
)
from contest_portal.applications.services.keep_defect import keep_defect
from contest_portal.applications.services.lapse_cures import lapse_cures
from contest_portal.applications.services.reopen_application import reopen_application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.applications.services.tick_findings import tick_findings
from contest_portal.applications.services.withdraw_application import withdraw_application
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Uncured
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.publication.invariants import broken_invariants
from contest_portal.registry.models.register import Household
from contest_portal.scoring.opening import opening_checks
from tests.factories.accounts import act_of, actor_of, make_user
from tests.factories.applying import make_village
from tests.factories.contests import CLOSES
from tests.factories.registry import make_centre
from tests.factories.screening import (
    CURE_END,
    REASON,
    SCREENED,
    ScreeningScene,
    make_defect,
    make_screening_scene,
    scene_at,
    screened_rules,
)


@pytest.fixture
def scene(session: Session) -> ScreeningScene:
    return make_screening_scene(session)


def letter(scene: ScreeningScene, decision: ScreeningDecision) -> dict[str, object]:
    content: dict[str, object] = json.loads(scene.session.get_one(Document, decision.document_id).data)[
        "content"
    ]
    return content


def test_findings_are_kept_in_the_words_of_the_day_they_were_ticked(scene: ScreeningScene) -> None:
    application = scene.send()
    make_defect(scene.session, "Z-01", in_use=False)
    scene.tick(application, "B-01", "Z-01", "NADA")
    scene.session.execute(update(Defect).values(text="Otro texto", in_use=False))

    screening = scene.tick(application, "B-01")

    assert findings_of(scene.session, screening) == (
        Finding("B-01", "Defecto B-01 del perfil.", curable=True, section="goods"),
    )
    scene.tick(application)
    assert findings_of(scene.session, screening) == ()


def test_who_read_an_older_state_is_told(scene: ScreeningScene) -> None:
    application = scene.send()
    read = scene.version(application)
    scene.tick(application, "B-01")

    with pytest.raises(Stale):
        tick_findings(
            scene.session, scene.act(), application_id=application.id, expected_version=read, codes=()
        )


def test_nothing_is_screened_while_the_call_is_open(scene: ScreeningScene) -> None:
    application = scene.send()
    early = CLOSES - timedelta(seconds=1)

    with pytest.raises(WrongState) as ticking:
        scene.tick(application, "B-01", at=early)
    with pytest.raises(Refused) as admitting:
        scene.decide(application, Decision.ADMIT, at=early)

    codes = [problem.code for refusal in (ticking, admitting) for problem in refusal.value.problems]
    assert codes == ["screening.call_open", "screening.call_open"]


def test_an_admitted_group_gets_its_letter_and_stands_in_the_contest(scene: ScreeningScene) -> None:
    application = scene.send()

    decision = scene.decide(application, Decision.ADMIT)

    document = scene.session.get_one(Document, decision.document_id)
    assert (document.kind, document.subject) == ("screening_letter", f"application:{application.id}")
    assert letter(scene, decision) | {"contest_code": "", "application_code": ""} == {
        "contest_code": "",
        "contest_title": "I Concurso de emprendimientos rurales",
        "application_code": "",
        "group_name": "Sumaq Kuy",
        "business": application.title,
        "action": "admit",
        "reason": "",
        "findings": [],
        "cure_until": None,
    }
    assert entrant(scene.session, application.id).code == application.code


def test_what_was_turned_down_stands_no_more_and_is_told_by_its_code(scene: ScreeningScene) -> None:
    turned_down, kept = scene.send(), scene.send("Pan de Lircay")
    scene.tick(turned_down, "X-01")

    scene.decide(turned_down, Decision.REJECT, "El grupo no existe en el centro poblado.")

    contest_id = scene.village.contest.id
    assert [one.code for one in entrants(scene.session, contest_id)] == [kept.code]
    assert not_admitted(scene.session, contest_id) == (
        NotAdmitted(turned_down.code or "", "IDEA", ("X-01: Defecto X-01 del perfil.",)),
    )
    assert undecided(scene.session, contest_id) == (kept.code,)
    with pytest.raises(NotFound):
        entrant(scene.session, turned_down.id)


def test_a_reinstated_group_stands_again_with_who_and_why(scene: ScreeningScene) -> None:
    application = scene.send()
    scene.decide(application, Decision.REJECT, "Faltan todos los documentos del grupo.")

    scene.decide(application, Decision.REINSTATE, REASON, at=SCREENED + timedelta(hours=2))

    decisions = decisions_of(scene.session, screening_of(scene.session, application.id))
    assert [(one.action, one.reason, one.decided_by) for one in decisions] == [
        ("reinstate", REASON, "Nelson Arce"),
        ("reject", "Faltan todos los documentos del grupo.", "Nelson Arce"),
    ]
    assert entrant(scene.session, application.id).group_name == "Sumaq Kuy"
    assert not_admitted(scene.session, scene.village.contest.id) == ()


@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.REINSTATE])
def test_turning_down_and_reinstating_need_a_reason(scene: ScreeningScene, decision: Decision) -> None:
    application = scene.send()
    if decision is Decision.REINSTATE:
        scene.decide(application, Decision.REJECT, REASON)

    with pytest.raises(Refused) as refusal:
        scene.decide(application, decision, "No.")

    assert [problem.code for problem in refusal.value.problems] == ["screening.reason"]


def test_a_cure_ends_after_the_working_days_of_the_rules(scene: ScreeningScene) -> None:
    application = scene.send()

    screening = scene.ask_cure(application)

    (decision,) = scene.session.scalars(select(ScreeningDecision))
    assert (screening.state, screening.cure_until) == ("cure", CURE_END)
    assert (decision.codes, letter(scene, decision)["findings"]) == (
        "B-01",
        [{"code": "B-01", "section": "Bienes por comprar", "text": "Defecto B-01 del perfil."}],
    )


@pytest.mark.parametrize(
    ("uncured", "state", "standing"),
    [(Uncured.REJECT, "rejected", 0), (Uncured.ADMIT, "admitted", 1)],
    ids=["turned down", "admitted as received"],
)
def test_after_the_period_the_rule_decides(
    session: Session, uncured: Uncured, state: str, standing: int
) -> None:
    scene = make_screening_scene(session, rules=screened_rules(uncured))
    application, contest_id = scene.send(), scene.village.contest.id
    screening = scene.ask_cure(application)

    early = lapse_cures(session, scene.act(CURE_END - timedelta(seconds=1)), contest_id=contest_id)
    ended = lapse_cures(session, scene.act(CURE_END), contest_id=contest_id)

    assert (early, ended, screening.state) == (0, 1, state)
    assert len(entrants(session, contest_id)) == standing
    assert decisions_of(session, screening)[0].action == f"lapse_{uncured.value}"


def test_the_evaluation_waits_for_the_screening(scene: ScreeningScene) -> None:
    application = scene.send()
    at = SCREENED + timedelta(days=1)

    waiting = [p for p in opening_checks(scene.session, scene.village.contest, at) if p.field == "screening"]
    scene.decide(application, Decision.ADMIT)
    settled = [p for p in opening_checks(scene.session, scene.village.contest, at) if p.field == "screening"]

    assert [(p.code, p.params) for p in waiting] == [("evaluation.unscreened", {"codes": application.code})]
    assert settled == []


def test_without_rules_of_screening_all_that_was_received_stands(session: Session) -> None:
    scene = scene_at(make_village(session))
    application = scene.send()

    with pytest.raises(WrongState) as refusal:
        scene.decide(application, Decision.ADMIT)

    assert [problem.code for problem in refusal.value.problems] == ["screening.not_in_rules"]
    assert len(entrants(session, scene.village.contest.id)) == 1
    at = SCREENED + timedelta(days=1)
    assert "screening" not in {p.field for p in opening_checks(session, scene.village.contest, at)}


def test_nothing_changes_once_the_evaluation_is_open(scene: ScreeningScene) -> None:
    application = scene.send()
    scene.decide(application, Decision.REJECT, REASON)
    scene.village.contest.state = "evaluating"
    scene.session.flush()

    with pytest.raises(Refused) as refusal:
        scene.decide(application, Decision.REINSTATE, REASON)

    assert [problem.code for problem in refusal.value.problems] == ["screening.evaluation_open"]


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.JUROR, Role.AUDITOR, Role.ADMIN])
def test_only_the_office_decides(scene: ScreeningScene, role: Role) -> None:
    application = scene.send()
    scene.decider = actor_of(make_user(scene.session, role))

    with pytest.raises(NotPermitted):
        scene.decide(application, Decision.ADMIT)


def test_a_draft_is_not_screened(scene: ScreeningScene) -> None:
    with pytest.raises(NotFound):
        scene.decide(scene.village.draft(), Decision.ADMIT)


def test_the_automatic_checks_see_what_changed_since(scene: ScreeningScene) -> None:
    application = scene.send()
    book = rulebook_of(scene.session, scene.village.contest.id)
    before = automatic_checks(scene.session, application, book)
    scene.session.refresh(application, ["members"])
    member = application.members[0]
    elsewhere = make_centre(scene.session, code="0903010002", name="Huayllay")
    scene.session.get_one(Household, member.household_id).centre_code = elsewhere.code
    scene.session.flush()

    after = automatic_checks(scene.session, application, book)

    assert (before.problems, before.changes, before.files) == ((), (), 0)
    assert [sentence.text for sentence in after.changes] == [
        f"{member.full_name} vivía en {scene.village.centre.name} y ahora figura en Huayllay."
    ]


def test_near_identical_profiles_are_pointed_out(scene: ScreeningScene) -> None:
    one, other = scene.send(), scene.send("Pan de Lircay")

    (pair,) = near_identical(scene.session, (one.id, other.id))

    assert (pair.one, pair.other, pair.likeness.percent) == (one.id, other.id, 100)


def test_the_list_tells_where_each_stands(scene: ScreeningScene) -> None:
    first, second = scene.send(), scene.send("Pan de Lircay")
    scene.ask_cure(second, "B-01", "P-01")

    lines = screening_lines(scene.session, scene.village.contest.id)

    assert [(line.code, line.state, line.cure_until, line.findings) for line in lines] == [
        (first.code, "open", None, 0),
        (second.code, "cure", CURE_END, 2),
    ]


def test_every_deed_is_in_the_chain_and_the_records_agree(scene: ScreeningScene) -> None:
    application = scene.send()
    scene.ask_cure(application)

    actions = scene.session.scalars(
        select(AuditRow.action).where(AuditRow.action.startswith("screening.")).order_by(AuditRow.seq)
    ).all()

    assert actions == ["screening.findings_ticked", "screening.ask_cure"]
    assert broken_invariants(scene.session) == ()


WANTED = Finding("C-09", "Falta la firma de un integrante.", curable=True, section=None)


def test_a_defect_is_added_and_changed(scene: ScreeningScene) -> None:
    staff = act_of(scene.village.staff, SCREENED)
    defect = keep_defect(scene.session, staff, wanted=WANTED)

    changed = Finding("C-10", "  Falta una firma.  ", curable=False, section="goods")
    keep_defect(
        scene.session,
        staff,
        wanted=changed,
        in_use=False,
        defect_id=defect.id,
        expected_version=defect.version,
    )

    assert (defect.code, defect.text, defect.curable, defect.section, defect.in_use) == (
        "C-10",
        "Falta una firma.",
        False,
        "goods",
        False,
    )


def test_two_defects_never_bear_one_code(scene: ScreeningScene) -> None:
    staff = act_of(scene.village.staff, SCREENED)
    defect = keep_defect(scene.session, staff, wanted=WANTED)

    with pytest.raises(Refused) as refusal:
        keep_defect(scene.session, staff, wanted=WANTED)
    with pytest.raises(Stale):
        keep_defect(scene.session, staff, wanted=WANTED, defect_id=defect.id, expected_version=99)
    with pytest.raises(NotPermitted):
        keep_defect(scene.session, scene.act(), wanted=WANTED)

    assert [problem.code for problem in refusal.value.problems] == ["defect.code_taken"]


def test_what_is_sent_anew_in_a_call_opened_again_is_screened_anew(scene: ScreeningScene) -> None:
    application = scene.send()
    scene.tick(application, "X-01")
    scene.decide(application, Decision.REJECT, REASON)
    withdraw_application(scene.session, scene.village.act(), application_id=application.id)
    reopen_application(scene.session, scene.village.act(), application_id=application.id)

    submit_application(
        scene.session,
        scene.village.act(),
        application_id=application.id,
        expected_version=application.version,
    )

    screening = screening_of(scene.session, application.id)
    assert screening is not None
    assert (screening.state, findings_of(scene.session, screening)) == ("open", ())
    assert [one.action for one in decisions_of(scene.session, screening)] == ["reject"]
    assert entrant(scene.session, application.id).code == application.code
