"""What the screening knows, read in a settled order and without what it need not know."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application
from contest_portal.applications.own_cure import own_cure
from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.rules.screening import Decision, Finding
from contest_portal.applications.screening_queries import (
    ScreeningLine,
    decisions_of,
    defect_by_id,
    defects,
    findings_of,
    not_admitted,
    screening_lines,
    screening_of,
    screening_states,
    sent_versions,
    undecided,
    version_count,
)
from contest_portal.applications.services.save_cure import save_cure
from contest_portal.kernel.problems import NotFound, WrongState
from tests.conftest import NOON
from tests.factories.applications import make_application
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.screening import (
    CURE_END,
    REASON,
    SCREENED,
    ScreeningScene,
    make_defect,
    make_screening_scene,
)
from tests.query_count import counted_queries


@pytest.fixture
def scene(session: Session) -> ScreeningScene:
    return make_screening_scene(session)


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    return scene.send()


def test_the_catalogue_is_listed_by_code(scene: ScreeningScene) -> None:
    make_defect(scene.session, "A-09", in_use=False)

    assert [defect.code for defect in defects(scene.session)] == ["A-09", "B-01", "P-01", "X-01"]


def test_an_unknown_defect_is_not_found(scene: ScreeningScene) -> None:
    known = defects(scene.session)[0]

    assert defect_by_id(scene.session, known.id) is known
    with pytest.raises(NotFound):
        defect_by_id(scene.session, 10**6)


def test_what_nobody_looked_at_is_open(scene: ScreeningScene, application: Application) -> None:
    assert screening_of(scene.session, application.id) is None
    assert findings_of(scene.session, None) == ()
    assert decisions_of(scene.session, None) == ()
    assert screening_lines(scene.session, scene.village.contest.id) == (
        ScreeningLine(application.id, application.code or "", "Sumaq Kuy", "open", None, 0),
    )


def test_drafts_and_what_was_taken_back_are_not_listed(
    scene: ScreeningScene, application: Application
) -> None:
    scene.village.draft(scene.village.group(name="Borrador"))
    withdrawn = scene.village.group(name="Retirado")
    make_application(scene.session, scene.village.contest, withdrawn, state="withdrawn")

    lines = screening_lines(scene.session, scene.village.contest.id)

    assert [line.application_id for line in lines] == [application.id]


def test_codes_are_listed_as_numbers_are_counted(scene: ScreeningScene) -> None:
    sent = [scene.send(f"Grupo {number}") for number in range(3)]
    sent[0].code, sent[1].code, sent[2].code = "C-1000", "C-999", "C-998"
    scene.session.flush()

    assert undecided(scene.session, scene.village.contest.id) == ("C-998", "C-999", "C-1000")


def test_only_what_is_settled_leaves_the_list_of_the_undecided(scene: ScreeningScene) -> None:
    opened, curing, admitted, rejected = (scene.send(f"Grupo {number}") for number in range(4))
    scene.ask_cure(curing)
    scene.decide(admitted, Decision.ADMIT)
    scene.decide(rejected, Decision.REJECT, REASON)

    assert undecided(scene.session, scene.village.contest.id) == (opened.code, curing.code)


def test_findings_are_listed_by_code(scene: ScreeningScene, application: Application) -> None:
    screening = scene.tick(application, "X-01", "B-01")

    assert findings_of(scene.session, screening) == (
        Finding("B-01", "Defecto B-01 del perfil.", curable=True, section="goods"),
        Finding("X-01", "Defecto X-01 del perfil.", curable=False, section=None),
    )


def test_decisions_stand_with_their_letter_the_newest_on_top(
    scene: ScreeningScene, application: Application
) -> None:
    scene.tick(application, "B-01", "X-01")
    scene.decide(application, Decision.REJECT, REASON)
    scene.decide(application, Decision.REINSTATE, REASON, at=SCREENED + timedelta(days=1))

    found = decisions_of(scene.session, screening_of(scene.session, application.id))

    assert [(one.action, one.codes, one.decided_at, one.document_code) for one in found] == [
        (
            "reinstate",
            ("B-01", "X-01"),
            SCREENED + timedelta(days=1),
            "CARTA N.° 0002-2026-UT-HUANCAVELICA",
        ),
        ("reject", ("B-01", "X-01"), SCREENED, "CARTA N.° 0001-2026-UT-HUANCAVELICA"),
    ]


def test_screenings_of_several_applications_in_one_look(scene: ScreeningScene) -> None:
    sent = [scene.send(f"Grupo {number}") for number in range(3)]
    for one in sent[:2]:
        scene.ask_cure(one)

    with counted_queries(scene.session) as counted:
        found = screening_states(scene.session, [one.id for one in sent])

    assert {key: screening.state for key, screening in found.items()} == {
        sent[0].id: "cure",
        sent[1].id: "cure",
    }
    assert counted.total == 1


def test_those_turned_down_are_told_by_code_with_each_defect_once(scene: ScreeningScene) -> None:
    one, other = scene.send("Uno"), scene.send("Otro")
    scene.tick(one, "P-01", "B-01")
    for rejected in (one, other):
        scene.decide(rejected, Decision.REJECT, REASON)

    assert [(line.code, line.defects) for line in not_admitted(scene.session, scene.village.contest.id)] == [
        (one.code, ("B-01: Defecto B-01 del perfil.", "P-01: Defecto P-01 del perfil.")),
        (other.code, ()),
    ]


def test_other_contests_are_not_told(scene: ScreeningScene, application: Application) -> None:
    scene.decide(application, Decision.REJECT, REASON)

    assert not_admitted(scene.session, scene.village.contest.id + 1) == ()
    assert screening_lines(scene.session, scene.village.contest.id + 1) == ()


def test_a_version_is_read_back_as_it_was_sent(scene: ScreeningScene, application: Application) -> None:
    (version,) = sent_versions(scene.session, application.id)

    assert (version.number, version.received_at, version.choice, version.profile) == (
        1,
        NOON,
        CHOICE,
        PROFILE,
    )
    assert version.content_sha256 == application.content_sha256
    assert version_count(scene.session, application.id) == 1


def test_an_own_cure_is_read_as_far_as_it_was_written(
    scene: ScreeningScene, application: Application
) -> None:
    scene.ask_cure(application)
    act = scene.village.act(SCREENED)
    first = own_cure(scene.session, act, application.id)

    save_cure(
        scene.session,
        act,
        application_id=application.id,
        expected_version=first.screening.version,
        section=SectionCode.GOODS,
        content=PROFILE,
    )

    assert first.profile == PROFILE
    assert own_cure(scene.session, act, application.id).findings == first.findings
    with pytest.raises(WrongState):
        own_cure(scene.session, scene.village.act(CURE_END), application.id)
