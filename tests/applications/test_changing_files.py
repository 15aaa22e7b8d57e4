"""The files that may change now: whose they are, when they may, and what a correction does to them alone."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.applications.attachment_queries import attachments_of
from contest_portal.applications.changing_files import ChangingFiles, files_to_change
from contest_portal.applications.cured_files import (
    CureMark,
    apply_cure_files,
    cure_changes,
    cure_files,
    forget_cure_files,
)
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.rules.attachments import NewFile
from contest_portal.applications.rules.file_kinds import PDF
from contest_portal.applications.screening_models import Screening
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.kernel.problems import NotFound, PortalError, WrongState
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village, make_village
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, PNG_BYTES, sound
from tests.factories.contests import CLOSES, OPENS

FILES = (Attachment(id=1, name="anexo-1.pdf", sha256="kept 1", original_sha256="came 1"),)
DROPPED = (
    Attachment(id=2, name="anexo-2.pdf", sha256="kept 2", original_sha256="came 2"),
    Attachment(id=3, name="anexo-3.pdf", sha256="kept 3", original_sha256="came 3"),
)
CHANGING = ChangingFiles(Application(id=7), FILES, DROPPED, Screening())


@pytest.fixture
def village(session: Session) -> Village:
    return make_village(session)


def attach(village: Village, storage: Path, draft: Application, content: bytes) -> Attachment:
    return attach_file(
        village.session,
        village.act(),
        storage=Storage(storage),
        application_id=draft.id,
        file=sound(content),
    )


def with_files(village: Village, storage: Path, name: str) -> Application:
    """Make a draft with a file that stays, one that a correction adds and one that it drops."""
    draft = village.draft(village.group(name=name))
    made = [attach(village, storage, draft, content) for content in (PDF_BYTES, JPEG_BYTES, PNG_BYTES)]
    made[1].cure, made[2].cure = CureMark.ADDED.value, CureMark.DROPPED.value
    village.session.flush()
    return draft


def standing(session: Session, application: Application) -> list[tuple[str, str | None]]:
    session.expire_all()
    rows = {*cure_files(session, application.id), *cure_changes(session, application.id)}
    return sorted((file.name, file.cure) for file in rows)


@pytest.mark.parametrize(
    ("original", "kept", "twin"),
    [
        ("came 3", "another", 3),
        ("another", "kept 2", 2),
        ("came 3", "kept 2", 2),
        ("came 1", "kept 1", None),
        ("kept 2", "came 2", None),
        ("another", "another", None),
    ],
    ids=["as it came", "as it is kept", "one of each", "one that stays", "crossed", "new"],
)
def test_a_file_that_was_dropped_is_known_again(original: str, kept: str, twin: int | None) -> None:
    found = CHANGING.dropped_twin(NewFile(PDF, original, kept, None))

    assert (found.id if found else None) == twin


@pytest.mark.parametrize("attachment_id", [2, 3, 4, 0, -1])
def test_only_a_file_that_stands_can_be_named(attachment_id: int) -> None:
    assert CHANGING.file(1) is FILES[0]
    with pytest.raises(NotFound, match=f"attachment {attachment_id} of application 7"):
        CHANGING.file(attachment_id)


def test_names_of_dropped_files_are_not_given_again() -> None:
    assert CHANGING.names == ("anexo-1.pdf", "anexo-2.pdf", "anexo-3.pdf")


def test_what_is_added_to_a_correction_is_marked_and_to_a_draft_is_not() -> None:
    assert (CHANGING.mark, ChangingFiles(Application(id=7), FILES).mark) == ("added", None)


def test_a_draft_has_no_screening_and_its_own_files(village: Village, tmp_path: Path) -> None:
    draft = village.draft()
    file = attach(village, tmp_path, draft, PDF_BYTES)

    assert files_to_change(village.session, village.act(), draft.id) == ChangingFiles(draft, (file,))


@pytest.mark.parametrize("role", list(Role))
def test_for_anybody_else_there_is_no_such_application(village: Village, role: Role) -> None:
    draft = village.draft()

    with pytest.raises(NotFound):
        files_to_change(village.session, act_of(make_user(village.session, role), NOON), draft.id)


def test_an_application_that_is_not_there_is_not_found(village: Village) -> None:
    with pytest.raises(NotFound):
        files_to_change(village.session, village.act(), 999_999)


@pytest.mark.parametrize(
    ("state", "at", "error"),
    [
        ("submitted", NOON, WrongState),
        ("withdrawn", NOON, WrongState),
        ("draft", CLOSES, WrongState),
        ("draft", CLOSES + timedelta(days=400), WrongState),
        ("draft", CLOSES - timedelta(seconds=1), None),
        ("draft", OPENS, None),
    ],
)
def test_files_change_in_a_draft_while_the_call_is_open(
    village: Village, state: str, at: datetime, error: type[PortalError] | None
) -> None:
    draft = village.draft()
    draft.code, draft.submitted_at, draft.content_sha256 = "C-1", NOON, "0" * 64
    draft.state = state
    village.session.flush()
    act: Act = village.act(at)

    if error is None:
        assert files_to_change(village.session, act, draft.id).application is draft
    else:
        with pytest.raises(error):
            files_to_change(village.session, act, draft.id)


def test_a_correction_that_is_sent_changes_its_own_application_alone(
    village: Village, tmp_path: Path
) -> None:
    sent, other = (with_files(village, tmp_path, name) for name in ("Sumaq Kuy", "Allin Tanta"))

    apply_cure_files(village.session, sent.id)

    assert standing(village.session, sent) == [("anexo-1.pdf", None), ("anexo-2.jpg", None)]
    assert standing(village.session, other) == [
        ("anexo-1.pdf", None),
        ("anexo-2.jpg", "added"),
        ("anexo-3.jpg", "dropped"),
    ]


def test_a_correction_that_is_forgotten_leaves_what_was_received(village: Village, tmp_path: Path) -> None:
    application = with_files(village, tmp_path, "Sumaq Kuy")
    received = [file.name for file in attachments_of(village.session, application.id)]

    forget_cure_files(village.session, application.id)
    forget_cure_files(village.session, application.id)

    assert received == ["anexo-1.pdf", "anexo-3.jpg"]
    assert standing(village.session, application) == [("anexo-1.pdf", None), ("anexo-3.jpg", None)]
