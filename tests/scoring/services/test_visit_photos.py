"""Photos of a visit: who keeps them, until when, how many, and what stays when one is refused or taken away."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, RoleGrant, User
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.config import Settings
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.rules.visit import MAX_CAPTION, MOST_PHOTOS
from contest_portal.scoring.services.add_visit_photo import add_visit_photo
from contest_portal.scoring.services.remove_visit_photo import remove_visit_photo
from contest_portal.scoring.visit_models import VisitPhoto
from contest_portal.scoring.visit_queries import visit_photo, visit_photos
from tests.factories.accounts import act_of, make_user
from tests.factories.attachments import JPEG_BYTES, PDF_BYTES, PNG_BYTES, sound
from tests.factories.contests import make_contest
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation

JPEG, PNG, PDF = (sound(content) for content in (JPEG_BYTES, PNG_BYTES, PDF_BYTES))


@pytest.fixture
def storage(settings: Settings) -> Storage:
    return Storage(settings.storage_dir)


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_evaluation(session, jurors=1)


def add(
    session: Session, scene: Evaluation, storage: Storage, act: Act | None = None, **changes: object
) -> VisitPhoto:
    asked: dict[str, object] = {
        "application_id": scene.applications[0].id,
        "phase_code": "FIELD",
        "file": JPEG,
        "caption": " Galpón ",
        "storage": storage,
    }
    return add_visit_photo(session, act or scene.by_secretary, **(asked | changes))  # type: ignore[arg-type]


def kept(session: Session, storage: Storage) -> tuple[int | None, int | None, int]:
    """Count photos, deeds and files."""
    files = sum(path.is_file() for path in storage.root.rglob("*")) if storage.root.exists() else 0
    counted = [session.scalar(select(func.count()).select_from(table)) for table in (VisitPhoto, AuditRow)]
    return counted[0], counted[1], files


def fill(session: Session, scene: Evaluation, photos: int, phase_code: str = "FIELD") -> None:
    session.add_all(
        VisitPhoto(
            application_id=scene.applications[0].id,
            phase_code=phase_code,
            caption="",
            sha256="a" * 64,
            preview_sha256="b" * 64,
            original_sha256=f"{number:064d}",
            scan="clean",
            uploaded_by=scene.secretary.id,
            uploaded_at=JURY_DAY,
        )
        for number in range(photos)
    )
    session.flush()


def test_a_photo_is_kept_with_its_small_copy_and_on_record(
    session: Session, scene: Evaluation, storage: Storage
) -> None:
    photo = add(session, scene, storage)

    assert (photo.caption, photo.phase_code, photo.scan, photo.uploaded_by, photo.uploaded_at) == (
        "Galpón",
        "FIELD",
        "absent",
        scene.secretary.id,
        JURY_DAY,
    )
    assert (storage.get(photo.sha256), storage.get(photo.preview_sha256)) == (JPEG.content, JPEG.preview)
    assert photo.original_sha256 == JPEG.original_sha256
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, json.loads(row.data)) == (
        "visit.photo_added",
        f"application:{scene.applications[0].id}",
        {"photo_id": photo.id, "phase": "FIELD", "sha256": photo.sha256},
    )


@pytest.mark.parametrize(
    ("changes", "expected", "codes"),
    [
        pytest.param({"file": PDF}, Refused, ["visit.not_a_photo"], id="a PDF"),
        pytest.param(
            {"file": replace(JPEG, preview=None)}, Refused, ["visit.not_a_photo"], id="no small copy"
        ),
        pytest.param({"caption": "ñ" * (MAX_CAPTION + 1)}, Refused, ["visit.caption"], id="a long caption"),
        pytest.param({"phase_code": "PUBLIC"}, NotFound, [], id="a phase without attendance"),
        pytest.param({"phase_code": ""}, NotFound, [], id="no phase"),
        pytest.param({"application_id": 999_999}, NotFound, [], id="no such group"),
    ],
)
def test_what_is_refused_is_not_kept_anywhere(
    session: Session,
    scene: Evaluation,
    storage: Storage,
    changes: dict[str, object],
    expected: type[PortalError],
    codes: list[str],
) -> None:
    before = kept(session, storage)

    with pytest.raises(expected) as refusal:
        add(session, scene, storage, **changes)

    if isinstance(refusal.value, Refused):
        assert [problem.code for problem in refusal.value.problems] == codes
    assert kept(session, storage) == before


def test_a_caption_as_long_as_its_column_is_kept(
    session: Session, scene: Evaluation, storage: Storage
) -> None:
    assert add(session, scene, storage, caption=f"  {'ñ' * MAX_CAPTION} ").caption == "ñ" * MAX_CAPTION
    assert add(session, scene, storage, caption="", file=PNG).caption == ""


def test_one_photo_is_kept_once_in_a_visit_and_may_show_two_groups(
    session: Session, scene: Evaluation, storage: Storage
) -> None:
    first = add(session, scene, storage)

    with pytest.raises(Refused) as refusal:
        add(session, scene, storage, caption="Otra vez")
    other = add(session, scene, storage, application_id=scene.applications[1].id)

    assert [problem.code for problem in refusal.value.problems] == ["visit.twice"]
    assert (other.sha256, other.application_id) == (first.sha256, scene.applications[1].id)
    assert [photo.id for photo in visit_photos(session, scene.applications[0].id)] == [first.id]


@pytest.mark.parametrize(("photos", "fits"), [(MOST_PHOTOS - 1, True), (MOST_PHOTOS, False)])
def test_a_visit_has_room_for_so_many(
    session: Session, scene: Evaluation, storage: Storage, *, photos: int, fits: bool
) -> None:
    fill(session, scene, photos)

    found: list[str] = []
    try:
        add(session, scene, storage)
    except Refused as refusal:
        found = [problem.code for problem in refusal.problems]

    assert found == ([] if fits else ["visit.too_many"])
    assert len(visit_photos(session, scene.applications[0].id)) == photos + fits


def test_one_taken_away_makes_room_and_leaves_its_hash_on_record(
    session: Session, scene: Evaluation, storage: Storage
) -> None:
    fill(session, scene, MOST_PHOTOS)
    gone = visit_photos(session, scene.applications[0].id)[0].id

    remove_visit_photo(session, scene.by_secretary, application_id=scene.applications[0].id, photo_id=gone)
    added = add(session, scene, storage)

    rows = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(2)).all()
    assert [row.action for row in rows] == ["visit.photo_added", "visit.photo_removed"]
    assert json.loads(rows[1].data) == {"photo_id": gone, "phase": "FIELD", "sha256": "a" * 64}
    assert added.id in {photo.id for photo in visit_photos(session, scene.applications[0].id)}
    with pytest.raises(NotFound):
        visit_photo(session, scene.applications[0].id, gone)


def people_of_elsewhere(session: Session, scene: Evaluation) -> list[User]:
    office = session.scalars(select(Office)).one()
    other = make_contest(session, office, scene.secretary, state="evaluating")
    elsewhere = make_user(session)
    elsewhere.grants = [RoleGrant(role=Role.SECRETARY.value, contest_id=other.id)]
    session.flush()
    return [elsewhere, *(make_user(session, role) for role in Role if role is not Role.SECRETARY)]


def test_only_the_secretary_of_the_contest_adds_and_takes_away(
    session: Session, scene: Evaluation, storage: Storage
) -> None:
    photo, group = add(session, scene, storage), scene.applications[0].id
    people = people_of_elsewhere(session, scene)
    before = kept(session, storage)

    for act in (act_of(user, JURY_DAY) for user in people):
        with pytest.raises(NotPermitted):
            add(session, scene, storage, act, file=PNG)
        with pytest.raises(NotPermitted):
            remove_visit_photo(session, act, application_id=group, photo_id=photo.id)
    assert kept(session, storage) == before


@pytest.mark.parametrize("state", ["published", "scored", "announced"])
def test_photos_change_only_while_a_contest_is_judged(
    session: Session, scene: Evaluation, storage: Storage, state: str
) -> None:
    photo, group = add(session, scene, storage), scene.applications[0].id
    scene.contest.state = state
    scene.contest.scored_at = None if state == "published" else JURY_DAY + timedelta(hours=1)
    session.flush()
    before = kept(session, storage)

    with pytest.raises(WrongState):
        add(session, scene, storage, file=PNG)
    with pytest.raises(WrongState):
        remove_visit_photo(session, scene.by_secretary, application_id=group, photo_id=photo.id)

    assert kept(session, storage) == before


def test_a_photo_of_another_group_is_not_taken_away(
    session: Session, scene: Evaluation, storage: Storage
) -> None:
    photo = add(session, scene, storage)

    for application_id, photo_id in ((scene.applications[1].id, photo.id), (photo.application_id, 999_999)):
        with pytest.raises(NotFound):
            remove_visit_photo(session, scene.by_secretary, application_id=application_id, photo_id=photo_id)

    assert visit_photo(session, photo.application_id, photo.id) is photo
