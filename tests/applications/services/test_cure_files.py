"""A cure whose defect concerns the files: they change beside what was received, and count once it is sent."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.attachment_queries import attachments_of, received_attachment
from contest_portal.applications.cured_files import cure_changes, cure_files
from contest_portal.applications.models import Application, Attachment
from contest_portal.applications.screening_queries import sent_versions
from contest_portal.applications.services.attach_file import attach_file
from contest_portal.applications.services.lapse_cures import lapse_cures
from contest_portal.applications.services.remove_attachment import remove_attachment
from contest_portal.applications.services.send_cure import send_cure
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.kernel.problems import NotFound, Refused, Stale, WrongState
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, sound
from tests.factories.screening import CURE_END, SCREENED, ScreeningScene, make_defect, make_screening_scene

IN_TIME = SCREENED + timedelta(days=1)


class Curing:
    """A group that sent its profile with a PDF, and works on its cure."""

    def __init__(self, scene: ScreeningScene, storage: Storage) -> None:
        self.scene, self.storage = scene, storage
        draft = scene.village.draft(scene.village.group())
        self.application: Application = draft
        self.received = self.attach(PDF_BYTES, at=NOON)
        submit_application(
            scene.session, scene.village.act(), application_id=draft.id, expected_version=draft.version
        )

    def attach(self, content: bytes, at: object = IN_TIME) -> Attachment:
        return attach_file(
            self.scene.session,
            self.scene.village.act(at),
            storage=self.storage,
            application_id=self.application.id,
            file=sound(content),
        )

    def remove(self, file: Attachment) -> None:
        act = self.scene.village.act(IN_TIME)
        remove_attachment(self.scene.session, act, application_id=self.application.id, attachment_id=file.id)

    def send(self, version: int | None = None) -> None:
        shown = self.scene.version(self.application) if version is None else version
        act = self.scene.village.act(IN_TIME)
        send_cure(self.scene.session, act, application_id=self.application.id, expected_version=shown)

    @property
    def received_names(self) -> list[str]:
        return [file.name for file in attachments_of(self.scene.session, self.application.id)]

    @property
    def names(self) -> list[str]:
        return [file.name for file in cure_files(self.scene.session, self.application.id)]


@pytest.fixture
def curing(session: Session, tmp_path: Path) -> Curing:
    scene = make_screening_scene(session)
    make_defect(session, "A-01", section="files")
    return Curing(scene, Storage(tmp_path))


def test_files_change_beside_what_was_received_until_the_correction_is_sent(curing: Curing) -> None:
    curing.scene.ask_cure(curing.application, "A-01")
    added = curing.attach(JPEG_BYTES)
    curing.remove(curing.received)

    before = (curing.received_names, curing.names)
    with pytest.raises(NotFound):
        received_attachment(curing.scene.session, curing.application.id, added.id)
    curing.send()

    assert before == (["anexo-1.pdf"], ["anexo-2.jpg"])
    assert (curing.received_names, curing.names) == (["anexo-2.jpg"], ["anexo-2.jpg"])
    versions = sent_versions(curing.scene.session, curing.application.id)
    assert [[file.name for file in version.files] for version in versions] == [
        ["anexo-1.pdf"],
        ["anexo-2.jpg"],
    ]


def test_what_is_taken_back_leaves_nothing_to_send(curing: Curing) -> None:
    curing.scene.ask_cure(curing.application, "A-01")
    curing.remove(curing.attach(JPEG_BYTES))
    curing.remove(curing.received)
    again = curing.attach(PDF_BYTES)

    assert (again.id, again.cure) == (curing.received.id, None)
    assert cure_changes(curing.scene.session, curing.application.id) == ()
    with pytest.raises(Refused, match="Todavía no cambió nada"):
        curing.send()


def test_a_correction_whose_files_changed_since_is_to_be_reviewed_again(curing: Curing) -> None:
    curing.scene.ask_cure(curing.application, "A-01")
    shown = curing.scene.version(curing.application)
    curing.attach(JPEG_BYTES)

    with pytest.raises(Stale):
        curing.send(shown)


def test_files_stay_when_nobody_asked_to_cure_them(curing: Curing) -> None:
    curing.scene.ask_cure(curing.application, "B-01")

    with pytest.raises(WrongState, match="Los anexos no están entre las partes"):
        curing.attach(JPEG_BYTES)
    with pytest.raises(WrongState, match="Los anexos no están entre las partes"):
        curing.remove(curing.received)


def test_what_was_never_sent_is_forgotten_when_the_period_ends(curing: Curing) -> None:
    curing.scene.ask_cure(curing.application, "A-01")
    curing.attach(JPEG_BYTES)
    curing.remove(curing.received)

    lapse_cures(curing.scene.session, curing.scene.act(CURE_END), contest_id=curing.application.contest_id)

    curing.scene.session.expire_all()
    assert (curing.received_names, curing.names) == (["anexo-1.pdf"], ["anexo-1.pdf"])
