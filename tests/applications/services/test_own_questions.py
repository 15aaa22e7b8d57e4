"""A group answers the contest's own questions; what is not asked any more stays in the draft and is not sent."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.draft_fields import Draft, Fate, field_version
from contest_portal.applications.rules.profile import Profile, empty_profile
from contest_portal.applications.rules.screening import Decision
from contest_portal.applications.screening_queries import screening_of
from contest_portal.applications.services.autosave_field import autosave_field
from contest_portal.applications.services.save_cure import save_cure
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.send_cure import send_cure
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.problems import NotFound, Refused, WrongState
from tests.factories.applying import Village, make_village
from tests.factories.profile_forms import ANSWERED, ASKING, answered
from tests.factories.profiles import CHOICE, PROFILE
from tests.factories.screening import SCREENED, ScreeningScene, make_defect, scene_at, screened_rules

CHANGED_MIND = answered(agua="no", fuente="Pozo", hondo="12", feria="Casa")


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session, rulebook=replace(ASKING, screening=screened_rules()))


def save(village: Village, section: str, content: Profile, profile: Profile = PROFILE) -> Profile:
    draft = village.draft(profile=profile)
    save_section(
        village.session,
        village.act(),
        application_id=draft.id,
        expected_version=draft.version,
        section=section,
        content=content,
    )
    return profile_of(village.session, draft.id)


def test_a_section_is_kept_with_the_answers_to_its_questions(village: Village) -> None:
    typed = answered(replace(empty_profile(), situation=PROFILE.situation), agua="no", feria="Casa")

    assert save(village, "situation", typed) == answered(agua="no")
    assert save(village, "s1", typed, profile=ANSWERED) == answered(
        agua="yes", fuente="Manantial\nPozo", hondo="12", feria="Casa"
    )


@pytest.mark.parametrize(
    ("section", "refusal"), [("s1", Refused), ("s2", NotFound)], ids=["no option of the list", "no such part"]
)
def test_what_no_draft_may_hold_is_refused(village: Village, section: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        save(village, section, answered(feria="Mercado"))


def test_an_answer_is_saved_as_it_is_left(village: Village) -> None:
    draft = village.draft(profile=answered(agua="no"))

    def leave(text: str, seen: Profile) -> Fate:
        saved = autosave_field(
            village.session,
            village.act(),
            application_id=draft.id,
            field="q_feria",
            started_from=field_version(Draft(CHOICE, seen), "q_feria"),
            typed=Draft(CHOICE, answered(feria=text, agua="yes")),
        )
        return saved.fate

    fates = leave("Casa", PROFILE), leave("Feria", PROFILE), leave("", answered(feria="Casa"))

    assert fates == (Fate.WRITTEN, Fate.CONFLICT, Fate.WRITTEN)
    assert profile_of(village.session, draft.id) == answered(agua="no")
    with pytest.raises(Refused, match=r"answer\.shape"):
        leave("Mercado", PROFILE)


def test_what_is_not_asked_any_more_is_not_sent(village: Village) -> None:
    draft = village.draft(profile=CHANGED_MIND)

    submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    )

    assert profile_of(village.session, draft.id) == answered(agua="no", feria="Casa")


def test_a_required_answer_keeps_a_profile_from_being_sent(village: Village) -> None:
    draft = village.draft()

    with pytest.raises(Refused, match=r"answer\.missing"):
        submit_application(
            village.session, village.act(), application_id=draft.id, expected_version=draft.version
        )


def test_a_part_of_its_own_is_cured_where_own_questions_were_marked(village: Village) -> None:
    scene: ScreeningScene = scene_at(village)
    make_defect(village.session, "O-01", section="own")
    sent = scene.send(profile=answered(agua="no", feria="Feria"))
    scene.tick(sent, "O-01")
    scene.decide(sent, Decision.ASK_CURE)
    act = village.act(SCREENED)

    def correct(section: str) -> None:
        version = scene.version(sent)
        save_cure(
            village.session,
            act,
            application_id=sent.id,
            expected_version=version,
            section=section,
            content=answered(feria="Casa"),
        )

    correct("s1")
    with pytest.raises(WrongState):
        correct("situation")
    send_cure(village.session, act, application_id=sent.id, expected_version=scene.version(sent))

    screening = screening_of(village.session, sent.id)
    assert screening is not None
    assert screening.state == "cured"
    assert profile_of(village.session, sent.id) == answered(agua="no", feria="Casa")
