"""Files that arrive in pieces."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from contest_portal.applications.rules.attachments import MAX_BYTES, MAX_UNFINISHED
from contest_portal.applications.upload_room import UploadRoom, upload_room
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON


@pytest.fixture
def room(tmp_path: Path) -> UploadRoom:
    room = upload_room(Storage(tmp_path / "storage"))
    assert isinstance(room, UploadRoom)
    return room


def touch(tmp_path: Path, name: str, at: datetime) -> None:
    (path,) = (tmp_path / "storage-waiting" / "attachments").glob(f"*/{name}")
    os.utime(path, (int(at.timestamp()), int(at.timestamp())))


def test_pieces_are_put_one_behind_the_other(room: UploadRoom) -> None:
    assert [
        room.offset(1, "a"),
        room.add(1, "a", offset=0, piece=b"uno "),
        room.add(1, "a", offset=0, piece=b"uno "),
        room.add(1, "a", offset=9, piece=b"too far"),
        room.add(1, "a", offset=4, piece=b"dos"),
        room.offset(1, "a"),
    ] == [0, 4, 4, 4, 7, 7]
    assert (room.content(1, "a"), room.content(2, "a")) == (b"uno dos", None)
    room.drop(1, "a")
    assert (room.content(1, "a"), room.offset(1, "a")) == (None, 0)


def test_the_same_piece_from_many_sides_counts_once(room: UploadRoom) -> None:
    start = Barrier(8)

    def send() -> None:
        start.wait()
        for offset in range(0, 40, 4):
            room.add(1, "a", offset=offset, piece=f"{offset:04}".encode())

    senders = [Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert room.content(1, "a") == b"".join(f"{offset:04}".encode() for offset in range(0, 40, 4))


def test_no_file_grows_beyond_the_limit(room: UploadRoom) -> None:
    room.add(1, "a", offset=0, piece=b"x" * MAX_BYTES)

    assert room.add(1, "a", offset=MAX_BYTES, piece=b"x") == MAX_BYTES


def test_the_one_that_waits_longest_makes_place(room: UploadRoom, tmp_path: Path) -> None:
    for n in range(MAX_UNFINISHED):
        room.add(1, str(n), offset=0, piece=b"x")
        touch(tmp_path, str(n), NOON + timedelta(minutes=n if n else 60))

    room.add(1, "new", offset=0, piece=b"x")
    room.add(2, "other application", offset=0, piece=b"x")

    assert [room.offset(1, str(n)) for n in (*range(MAX_UNFINISHED), "new")] == [1, 0, 1, 1, 1]


def test_what_nobody_goes_on_with_is_tidied(room: UploadRoom, tmp_path: Path) -> None:
    for application, name, at in ((1, "old", NOON), (2, "new", NOON + timedelta(hours=2))):
        room.add(application, name, offset=0, piece=b"x")
        touch(tmp_path, name, at)

    assert (room.tidy(NOON + timedelta(hours=1)), room.tidy(NOON + timedelta(hours=1))) == (1, 0)
    assert (room.offset(1, "old"), room.offset(2, "new")) == (0, 1)
