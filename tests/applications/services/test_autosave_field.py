"""Saving one field of a draft while other people write in the others."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import application_view, profile_of
from contest_portal.applications.rules.draft_fields import (
    Draft,
    DraftField,
    Fate,
    field_version,
    section_versions,
)
from contest_portal.applications.rules.profile import Prospect, SectionCode
from contest_portal.applications.services.autosave_field import SITTING, Autosaved, autosave_field
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village
from tests.factories.contests import CLOSES, OPENS
from tests.factories.profiles import CHOICE, PROFILE

CHOOSING = STANDARD_FORM.section("choice")

FULL = Draft(CHOICE, PROFILE)


@pytest.fixture
def draft(village: Village) -> Application:
    return village.draft()


def summary(text: str) -> Draft:
    return Draft(CHOICE, replace(PROFILE, summary=text))


def situation(text: str) -> Draft:
    return Draft(CHOICE, replace(PROFILE, situation=(Prospect(text, ""),)))


def autosave(
    village: Village,
    draft: Application,
    typed: Draft,
    field: DraftField = DraftField.SUMMARY,
    *,
    seen: Draft = FULL,
    at: datetime = NOON,
) -> Autosaved:
    return autosave_field(
        village.session,
        village.act(at),
        application_id=draft.id,
        field=field,
        started_from=field_version(seen, field),
        typed=typed,
    )


def history(session: Session) -> list[tuple[str, object]]:
    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    return [(row.action, json.loads(row.data).get("section")) for row in rows]


def test_a_field_is_kept_and_the_rest_stays(village: Village, draft: Application) -> None:
    before = draft.version

    saved = autosave(village, draft, summary("Otro resumen"))

    village.session.expire_all()
    after = summary("Otro resumen")
    assert saved == Autosaved(Fate.WRITTEN, after, section_versions(after, CHOOSING), before + 1)
    assert profile_of(village.session, draft.id) == after.profile


def test_a_choice_is_kept(village: Village, draft: Application) -> None:
    typed = Draft(replace(CHOICE, title="Otro nombre", category_code=None), PROFILE)

    autosave(village, draft, typed, DraftField.TITLE)
    autosave(village, draft, typed, DraftField.CATEGORY)

    view = application_view(village.session, draft.id)
    assert (view.title, view.category_code, view.line_code) == ("Otro nombre", None, CHOICE.line_code)


def test_the_amount_asked_for_is_kept_beside_the_profile(village: Village, draft: Application) -> None:
    typed = Draft(
        CHOICE, replace(PROFILE, requested_goods=Money.soles(60), requested_assistance=Money.soles(40))
    )

    autosave(village, draft, typed, DraftField.REQUESTED)

    assert application_view(village.session, draft.id).requested == Money.soles(100)


def test_what_another_person_changed_is_not_overwritten(village: Village, draft: Application) -> None:
    autosave(village, draft, summary("De otra persona"))

    saved = autosave(village, draft, summary("Mi texto"))

    after = summary("De otra persona")
    assert saved == Autosaved(Fate.CONFLICT, after, section_versions(after, CHOOSING), draft.version)
    assert profile_of(village.session, draft.id) == after.profile


def test_the_same_edit_sent_twice_is_saved_once(village: Village, draft: Application) -> None:
    first = autosave(village, draft, summary("Mi texto"))

    again = autosave(village, draft, summary("Mi texto"))

    assert again == replace(first, fate=Fate.THERE_ALREADY)


def test_a_section_saved_by_its_button_meanwhile_is_a_conflict_too(
    village: Village, draft: Application
) -> None:
    save_section(
        village.session,
        village.act(),
        application_id=draft.id,
        expected_version=draft.version,
        section=SectionCode.SITUATION,
        content=situation("De otra persona").profile,
    )

    saved = autosave(village, draft, situation("Mi texto"), DraftField.SITUATION)

    assert (saved.fate, saved.draft) == (Fate.CONFLICT, situation("De otra persona"))


@pytest.mark.parametrize("at", [OPENS - timedelta(seconds=1), CLOSES], ids=["before", "after"])
def test_outside_the_window_nothing_is_saved(village: Village, draft: Application, at: datetime) -> None:
    with pytest.raises(WrongState):
        autosave(village, draft, summary("Mi texto"), at=at)

    assert profile_of(village.session, draft.id) == PROFILE


def test_what_was_sent_is_not_changed(village: Village, draft: Application) -> None:
    submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    )

    with pytest.raises(WrongState, match=r"application\.not_a_draft"):
        autosave(village, draft, summary("Mi texto"))


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.STAFF])
def test_a_draft_of_others_does_not_exist(village: Village, draft: Application, role: Role) -> None:
    stranger = make_user(village.session, role)

    with pytest.raises((NotFound, NotPermitted)):
        autosave_field(
            village.session,
            act_of(stranger, NOON),
            application_id=draft.id,
            field=DraftField.SUMMARY,
            started_from="",
            typed=summary("Mi texto"),
        )


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        (DraftField.SUMMARY, summary("a" * 2001), r"section\.text_too_long"),
        (DraftField.TITLE, Draft(replace(CHOICE, title="a" * 161), PROFILE), r"choice\.title\.too_long"),
        (DraftField.LINE, Draft(replace(CHOICE, line_code="oro"), PROFILE), r"choice\.line_code\.missing"),
        (
            DraftField.SITUATION,
            Draft(CHOICE, replace(PROFILE, situation=PROFILE.situation * 31)),
            r"section\.too_many_rows",
        ),
    ],
    ids=["endless text", "endless name", "line of another contest", "endless table"],
)
def test_what_no_draft_may_hold_is_refused(
    village: Village, draft: Application, field: DraftField, typed: Draft, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        autosave(village, draft, typed, field)


def test_a_sitting_is_one_line_of_the_history(village: Village, draft: Application) -> None:
    for minute, text in enumerate(("uno", "dos", "tres")):
        seen = profile_of(village.session, draft.id)
        autosave(village, draft, summary(text), seen=Draft(CHOICE, seen), at=NOON + timedelta(minutes=minute))

    assert history(village.session) == [("application.section_autosaved", "choice")]


def test_a_sitting_ends_with_another_section_and_with_time(village: Village, draft: Application) -> None:
    autosave(village, draft, summary("uno"))
    autosave(village, draft, situation("dos"), DraftField.SITUATION)
    autosave(
        village, draft, situation("tres"), DraftField.SITUATION, seen=situation("dos"), at=NOON + SITTING
    )

    assert history(village.session) == [
        ("application.section_autosaved", "choice"),
        ("application.section_autosaved", "situation"),
        ("application.section_autosaved", "situation"),
    ]


def test_a_conflict_and_a_repetition_leave_no_trace(village: Village, draft: Application) -> None:
    autosave(village, draft, FULL)
    autosave(village, draft, summary("Mi texto"), seen=summary("algo más viejo"))

    assert history(village.session) == []
