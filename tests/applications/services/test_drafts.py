"""Starting a draft and saving it section by section over several visits."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.models import Application
from contest_portal.applications.queries import application_view, applications_of, profile_of
from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import SectionCode, empty_profile
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.applications.services.register_group import register_group
from contest_portal.applications.services.remove_attachment import remove_attachment
from contest_portal.applications.services.reopen_application import reopen_application
from contest_portal.applications.services.save_choice import save_choice
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.start_application import start_application
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import NotFound, Refused, Stale, WrongState
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village
from tests.factories.attachments import PDF_BYTES, PNG_BYTES, sound
from tests.factories.contests import CLOSES, OPENS, make_contest
from tests.factories.profiles import CHOICE, PROFILE


def start(village: Village) -> Application:
    return start_application(
        village.session, village.act(), contest_id=village.contest.id, group_id=village.group().id
    )


def save(village: Village, draft: Application, section: SectionCode, **changes: object) -> Application:
    given = {"expected_version": draft.version, "content": PROFILE, **changes}
    return save_section(village.session, village.act(), application_id=draft.id, section=section, **given)


def test_a_new_draft_is_empty_and_asks_for_nothing(village: Village) -> None:
    draft = start(village)

    assert (draft.state, draft.requested, draft.code) == ("draft", ZERO, None)
    assert profile_of(village.session, draft.id) == empty_profile()
    assert [view.application_id for view in applications_of(village.session, village.representative.id)] == [
        draft.id
    ]


def test_a_group_has_one_application_in_a_contest(village: Village) -> None:
    draft = start(village)

    with pytest.raises(Refused, match=r"application\.exists"):
        start_application(
            village.session, village.act(), contest_id=village.contest.id, group_id=draft.group_id
        )


@pytest.mark.parametrize(
    ("at", "code"),
    [(OPENS - timedelta(seconds=1), "application.not_open_yet"), (CLOSES, "application.late")],
    ids=["too early", "too late"],
)
def test_drafts_are_started_while_the_call_is_open(village: Village, at: object, code: str) -> None:
    with pytest.raises(WrongState) as refusal:
        start_application(
            village.session, village.act(at), contest_id=village.contest.id, group_id=village.group().id
        )

    assert [problem.code for problem in refusal.value.problems] == [code]


def test_a_contest_in_design_does_not_exist_for_applicants(village: Village) -> None:
    hidden = make_contest(village.session, village.office, village.staff, state="draft")

    with pytest.raises(NotFound):
        start_application(village.session, village.act(), contest_id=hidden.id, group_id=village.group().id)


def test_sections_saved_one_by_one_make_the_whole_profile(village: Village) -> None:
    draft = start(village)

    for section in SectionCode:
        save(village, draft, section)

    assert profile_of(village.session, draft.id) == PROFILE
    assert application_view(village.session, draft.id).requested == Money.soles(10_000)


def test_saving_one_section_leaves_the_others(village: Village) -> None:
    draft = village.draft()

    save(village, draft, SectionCode.GOODS, content=empty_profile())

    assert profile_of(village.session, draft.id) == replace(PROFILE, goods=())


def test_a_stale_section_overwrites_nothing(village: Village) -> None:
    draft = village.draft()
    shown = draft.version
    save(village, draft, SectionCode.GOODS, content=replace(PROFILE, goods=PROFILE.goods[:1]))

    with pytest.raises(Stale):
        save(village, draft, SectionCode.GOODS, expected_version=shown, content=empty_profile())

    assert profile_of(village.session, draft.id).goods == PROFILE.goods[:1]


def test_absurd_values_are_refused_and_nothing_is_stored(village: Village) -> None:
    draft = village.draft()

    with pytest.raises(Refused, match=r"section\.amount"):
        save(village, draft, SectionCode.BUDGET, content=replace(PROFILE, requested_goods=Money.soles(-500)))

    assert profile_of(village.session, draft.id) == PROFILE


def test_the_choice_may_be_saved_half_done(village: Village) -> None:
    draft = start(village)

    save_choice(
        village.session,
        village.act(),
        application_id=draft.id,
        expected_version=draft.version,
        choice=Choice(category_code=None, line_code="cuyes", title=""),
        content=empty_profile(),
    )

    view = application_view(village.session, draft.id)
    assert (view.category_code, view.line_code, view.title) == (None, "cuyes", "")


def test_a_category_of_another_contest_is_refused(village: Village) -> None:
    draft = village.draft()

    with pytest.raises(Refused) as refusal:
        save_choice(
            village.session,
            village.act(),
            application_id=draft.id,
            expected_version=draft.version,
            choice=replace(CHOICE, category_code="JOVEN"),
            content=empty_profile(),
        )

    assert [problem.field for problem in refusal.value.problems] == ["category_code"]


def test_what_was_sent_is_not_changed(village: Village) -> None:
    draft = village.draft()
    sent = submit_application(
        village.session, village.act(), application_id=draft.id, expected_version=draft.version
    ).application

    with pytest.raises(WrongState, match=r"application\.not_a_draft"):
        save(village, sent, SectionCode.GOODS)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (CLOSES, r"application\.late: .* cerró el 28/11/2026 17:00"),
        (OPENS - timedelta(seconds=1), r"application\.not_open_yet: .* se abre el 02/11/2026 08:00"),
    ],
    ids=["late", "early"],
)
@pytest.mark.parametrize("action", ["section", "choice", "attach", "remove"])
def test_a_draft_stays_as_it_is_outside_the_window(
    village: Village, tmp_path: Path, action: str, at: datetime, said: str
) -> None:
    draft = village.draft()
    storage = Storage(tmp_path)
    kept = attach_file(
        village.session, village.act(), storage=storage, application_id=draft.id, file=sound(PDF_BYTES)
    )
    own = {"application_id": draft.id, "expected_version": draft.version}
    session, act = village.session, village.act(at)
    actions = {
        "section": lambda: save_section(session, act, **own, section=SectionCode.GOODS, content=PROFILE),
        "choice": lambda: save_choice(session, act, **own, choice=CHOICE, content=empty_profile()),
        "attach": lambda: attach_file(
            session, act, storage=storage, application_id=draft.id, file=sound(PNG_BYTES)
        ),
        "remove": lambda: remove_attachment(session, act, application_id=draft.id, attachment_id=kept.id),
    }

    with pytest.raises(WrongState, match=said):
        actions[action]()

    assert (draft.version, profile_of(session, draft.id)) == (own["expected_version"], PROFILE)
    assert [file.id for file in attachments_of(session, draft.id)] == [kept.id]


def test_a_moved_deadline_counts_at_once(village: Village) -> None:
    draft = village.draft()
    village.contest.closes_at = CLOSES + timedelta(days=1)
    village.session.flush()

    save_section(
        village.session,
        village.act(CLOSES),
        application_id=draft.id,
        expected_version=draft.version,
        section=SectionCode.GOODS,
        content=empty_profile(),
    )

    assert profile_of(village.session, draft.id).goods == ()


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY])
@pytest.mark.parametrize("action", ["register", "start", "submit", "reopen"])
def test_whoever_runs_contests_enters_no_group(village: Village, action: str, role: Role) -> None:
    """Such an account cannot be made any more; one from before is stopped here."""
    session = village.session
    draft, free = village.draft(), village.group(name="Otro grupo")
    session.add(RoleGrant(user_id=village.representative.id, role=role.value))
    grants = village.actor.grants | {Grant(role)}
    act = Act(Actor(village.representative.id, grants), NOON)
    actions = {
        "register": lambda: register_group(session, act, name="Nuevo", centre_code=village.centre.code),
        "start": lambda: start_application(session, act, contest_id=village.contest.id, group_id=free.id),
        "submit": lambda: submit_application(
            session, act, application_id=draft.id, expected_version=draft.version
        ),
        "reopen": lambda: reopen_application(session, act, application_id=draft.id),
    }

    with pytest.raises(Refused, match=r"roles\.representative_alone"):
        actions[action]()


@pytest.mark.parametrize("action", ["section", "choice", "start"])
def test_things_of_others_do_not_exist(village: Village, session: Session, action: str) -> None:
    draft = village.draft()
    stranger = act_of(make_user(session, Role.REPRESENTATIVE), NOON)
    actions = {
        "section": lambda: save_section(
            session,
            stranger,
            application_id=draft.id,
            expected_version=draft.version,
            section=SectionCode.GOODS,
            content=PROFILE,
        ),
        "choice": lambda: save_choice(
            session,
            stranger,
            application_id=draft.id,
            expected_version=draft.version,
            choice=CHOICE,
            content=empty_profile(),
        ),
        "start": lambda: start_application(
            session, stranger, contest_id=village.contest.id, group_id=draft.group_id
        ),
    }

    with pytest.raises(NotFound):
        actions[action]()
