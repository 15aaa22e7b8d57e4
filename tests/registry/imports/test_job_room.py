"""Where uploads wait, and where a job and its page leave each other word."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound, Problem
from contest_portal.kernel.storage import Storage
from contest_portal.registry.imports.job_room import JobRoom, Sign
from contest_portal.registry.rules.import_progress import ImportStage, Progress
from contest_portal.registry.rules.reports import ColumnChoice, ImportReport, Reading, RowProblem
from contest_portal.registry.rules.targeting import Assessment, Counted, Move, Reason, Status, TargetingChange
from tests.conftest import NOON
from tests.factories.import_jobs import keep_upload
from tests.factories.registry_files import DISTRICTS

LONG_AGO = (1_000_000_000, 1_000_000_000)
PROBLEM = Problem("ubigeo.invalid", "ubigeo", "«%(value)s» no es un ubigeo.", {"value": "09030"})
MOVE = Move(
    "0903010099", None, Assessment(Status.TARGETED, Reason.POVERTY_ABOVE, 85, Counted.DWELLINGS, 458000)
)
REPORT = ImportReport(
    kind="districts",
    filename="distritos.csv",
    sha256="a" * 64,
    read=3,
    rejected=1,
    problems=(RowProblem(4, "ubigeo", "09030", PROBLEM),),
    problem_counts=(("ubigeo.invalid", 1),),
    notices=(Problem("file.side_lines", "file", "%(rows)s líneas", {"rows": "2"}),),
    reading=Reading(("ubigeo",), 2, (ColumnChoice("name", "distrito", None, True, False),), (("090301",),)),
    targeting=TargetingChange({"targeted": 1}, {"targeted": 2}, (MOVE,)),
)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "storage")


@pytest.fixture
def room(storage: Storage) -> JobRoom:
    return JobRoom.beside(storage)


def test_upload_is_kept_by_its_hash_beside_the_storage(room: JobRoom, tmp_path: Path) -> None:
    sha256 = keep_upload(room, DISTRICTS)

    assert sha256 == sha256_hex(DISTRICTS)
    assert [path.name for path in (tmp_path / "storage-waiting" / "uploads").iterdir()] == [sha256]
    with room.source(sha256, "distritos.csv").open() as stream:
        assert stream.read() == DISTRICTS.encode()


def test_upload_whose_time_is_over_is_not_found(room: JobRoom) -> None:
    sha256 = keep_upload(room, DISTRICTS)
    room.drop_upload(sha256)
    room.drop_upload(sha256)

    assert not room.has_upload(sha256)
    with pytest.raises(NotFound):
        room.source(sha256, "distritos.csv")


def test_imported_upload_goes_to_the_storage(room: JobRoom, storage: Storage) -> None:
    sha256 = keep_upload(room, DISTRICTS)

    room.move_to(storage, sha256)

    assert storage.get(sha256) == DISTRICTS.encode()


def test_last_sign_of_life_is_what_is_read(room: JobRoom) -> None:
    before = room.last_sign(7)
    last = Sign(NOON + timedelta(seconds=1), Progress(ImportStage.READING, 2_000, 9_000))

    room.leave_sign(7, Sign(NOON, Progress()))
    room.leave_sign(7, last)

    assert (before, room.last_sign(7)) == (None, last)


def test_word_that_somebody_cancels_is_heard(room: JobRoom) -> None:
    before = room.cancelled_by(7)

    room.ask_to_cancel(7, 31)

    assert (before, room.cancelled_by(7), room.cancelled_by(8)) == (None, 31, None)


@pytest.mark.parametrize(
    "report",
    [REPORT, ImportReport("centres", "x.csv", "b" * 64, is_unusable=True)],
    ids=["everything in it", "unusable"],
)
def test_report_comes_back_as_it_was(room: JobRoom, report: ImportReport) -> None:
    room.keep_report(7, report)

    assert room.report(7) == report
    assert room.report(8) is None


def test_rejected_lines_are_kept_as_their_own_file(room: JobRoom, tmp_path: Path) -> None:
    room.keep_report(
        7, ImportReport("centres", "x.csv", "b" * 64, rejected_lines=MappingProxyType({4: "No"}))
    )
    room.keep_rejected(7, b"ubigeo,motivo\n")

    kept = room.report(7)
    assert kept is not None
    assert dict(kept.rejected_lines) == {}
    assert (room.rejected(7), room.rejected(8)) == (b"ubigeo,motivo\n", None)
    assert (room.has_rejected(7), room.has_rejected(8)) == (True, False)


def test_only_the_portal_may_read_what_waits(room: JobRoom, tmp_path: Path) -> None:
    keep_upload(room, DISTRICTS)
    room.keep_report(7, REPORT)

    files = [path for path in (tmp_path / "storage-waiting").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_tidying_removes_what_is_old_and_not_waited_for(room: JobRoom, tmp_path: Path) -> None:
    old, wanted, new = (keep_upload(room, content) for content in ("old", "wanted", "new"))
    room.keep_report(7, REPORT)
    room.keep_report(8, REPORT)
    half = room.receive()
    waiting = tmp_path / "storage-waiting"
    unfinished = next((waiting / "uploads").glob("part-*"))
    for path in (waiting / "uploads" / old, waiting / "uploads" / wanted, waiting / "jobs" / "7", unfinished):
        os.utime(path, LONG_AGO)

    removed = room.tidy(datetime(2020, 1, 1, tzinfo=UTC), {wanted})

    assert removed == 3
    assert (room.has_upload(old), room.has_upload(wanted), room.has_upload(new)) == (False, True, True)
    assert (room.report(7), room.report(8), unfinished.exists()) == (None, REPORT, False)
    half.close()


def test_tidying_an_absent_room_is_no_fault(room: JobRoom) -> None:
    assert room.tidy(NOON, ()) == 0
