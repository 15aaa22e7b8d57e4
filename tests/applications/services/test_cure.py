"""The cure: only what was marked may change, in time, and what is sent is a new version with its receipt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.profile import Profile, Purchase, SectionCode
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_models import Screening
from contest_portal.applications.screening_queries import screening_of, sent_versions
from contest_portal.applications.services.save_cure import save_cure
from contest_portal.applications.services.send_cure import send_cure
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, Refused, Stale, WrongState
from contest_portal.kernel.quantities import Quantity
from contest_portal.publication.invariants import broken_invariants
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.profiles import PROFILE
from tests.factories.screening import CURE_END, REASON, SCREENED, ScreeningScene, make_screening_scene

CURED = replace(
    PROFILE,
    goods=(
        Purchase("Malla galvanizada", "rollo", Quantity.of(10), Money.soles(150)),
        Purchase("Reproductores de raza", "unidad", Quantity.of(75), Money.soles(60)),
    ),
    summary="Un resumen que nadie pidió cambiar.",
)
IN_TIME = SCREENED + timedelta(days=1)


@pytest.fixture
def scene(session: Session) -> ScreeningScene:
    return make_screening_scene(session)


@pytest.fixture
def application(scene: ScreeningScene) -> Application:
    application = scene.send()
    scene.ask_cure(application)
    return application


def save(
    scene: ScreeningScene,
    application: Application,
    section: SectionCode = SectionCode.GOODS,
    content: Profile = CURED,
    **changes: object,
) -> Screening:
    given = {"expected_version": scene.version(application), "act": scene.village.act(IN_TIME)} | changes
    return save_cure(scene.session, application_id=application.id, section=section, content=content, **given)


def send(scene: ScreeningScene, application: Application, **changes: object) -> Application:
    given = {"expected_version": scene.version(application), "act": scene.village.act(IN_TIME)} | changes
    return send_cure(scene.session, application_id=application.id, **given)


def test_what_was_received_stays_until_the_correction_is_sent(
    scene: ScreeningScene, application: Application
) -> None:
    save(scene, application)

    assert profile_of(scene.session, application.id) == PROFILE


def test_the_correction_is_a_new_version_with_its_receipt(
    scene: ScreeningScene, application: Application
) -> None:
    first_receipt = receipt_of(scene.session, application.id)
    save(scene, application)

    sent = send(scene, application)

    versions = sent_versions(scene.session, application.id)
    expected = replace(PROFILE, goods=CURED.goods)
    assert [(one.number, one.received_at, one.profile) for one in versions] == [
        (1, NOON, PROFILE),
        (2, IN_TIME, expected),
    ]
    assert (sent.submitted_at, sent.content_sha256) == (NOON, versions[1].content_sha256)
    assert profile_of(scene.session, application.id) == expected
    receipt = receipt_of(scene.session, application.id)
    assert first_receipt is not None
    assert receipt is not None
    assert receipt.id > first_receipt.id
    screening = screening_of(scene.session, application.id)
    assert screening is not None
    assert (screening.state, screening.profile) == ("cured", None)
    assert broken_invariants(scene.session) == ()


def test_what_was_cured_can_be_admitted_once_its_defects_are_unticked(
    scene: ScreeningScene, application: Application
) -> None:
    save(scene, application)
    send(scene, application)

    with pytest.raises(Refused):
        scene.decide(application, Decision.ADMIT)
    screening = scene.tick(application)
    scene.decide(application, Decision.ADMIT)

    assert screening.state == "admitted"


@pytest.mark.parametrize("section", [s for s in SectionCode if s is not SectionCode.GOODS])
def test_a_part_that_was_not_marked_is_refused(scene: ScreeningScene, section: SectionCode) -> None:
    application = scene.send()
    scene.ask_cure(application)

    with pytest.raises(WrongState) as refusal:
        save(scene, application, section)

    assert [problem.code for problem in refusal.value.problems] == ["screening.section_not_marked"]


Deed = Callable[..., object]


@pytest.mark.parametrize("deed", [save, send], ids=["save", "send"])
def test_at_the_end_of_the_period_nothing_is_taken_any_more(
    scene: ScreeningScene, application: Application, deed: Deed
) -> None:
    save(scene, application, act=scene.village.act(CURE_END - timedelta(seconds=1)))

    with pytest.raises(WrongState) as refusal:
        deed(scene, application, act=scene.village.act(CURE_END))

    assert [problem.code for problem in refusal.value.problems] == ["screening.cure_over"]


@pytest.mark.parametrize("deed", [save, send], ids=["save", "send"])
def test_somebody_elses_cure_does_not_exist(
    scene: ScreeningScene, application: Application, deed: Deed
) -> None:
    with pytest.raises(NotFound):
        deed(scene, application, act=act_of(make_user(scene.session, Role.REPRESENTATIVE), IN_TIME))


@pytest.mark.parametrize("deed", [save, send], ids=["save", "send"])
def test_an_older_correction_is_never_taken_for_the_newest(
    scene: ScreeningScene, application: Application, deed: Deed
) -> None:
    with pytest.raises(Stale):
        deed(scene, application, expected_version=scene.version(application) - 1)


def test_a_cure_that_nobody_asked_for_does_not_exist(scene: ScreeningScene) -> None:
    application = scene.send()

    with pytest.raises(NotFound):
        save(scene, application)
    scene.decide(application, Decision.REJECT, REASON)
    with pytest.raises(NotFound):
        send(scene, application)


def test_a_correction_of_nothing_is_not_sent(scene: ScreeningScene, application: Application) -> None:
    save(scene, application, content=PROFILE)

    with pytest.raises(Refused) as refusal:
        send(scene, application)

    assert [problem.code for problem in refusal.value.problems] == ["screening.nothing_changed"]


def test_a_correction_that_breaks_a_rule_is_not_sent(scene: ScreeningScene, application: Application) -> None:
    save(scene, application, content=replace(PROFILE, goods=()))

    with pytest.raises(Refused) as refusal:
        send(scene, application)

    assert "goods.missing" in [problem.code for problem in refusal.value.problems]


def test_a_second_sending_is_refused(scene: ScreeningScene, application: Application) -> None:
    save(scene, application)
    send(scene, application)

    with pytest.raises(WrongState):
        send(scene, application)
