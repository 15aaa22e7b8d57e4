"""Pieces that do not fit, and what tidying leaves alone."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from contest_portal.applications.rules.attachments import MAX_BYTES, MAX_UNFINISHED
from contest_portal.applications.upload_room import UploadRoom, upload_room
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON


@pytest.fixture
def room(tmp_path: Path) -> UploadRoom:
    return UploadRoom(tmp_path / "attachments")


def touch(root: Path, at: datetime) -> None:
    for path in root.glob("attachments/*/*"):
        os.utime(path, (int(at.timestamp()), int(at.timestamp())))


@pytest.mark.parametrize(
    ("offset", "piece", "held"),
    [(3, b"de", b"abcde"), (3, b"", b"abc"), (2, b"de", b"abc"), (4, b"de", b"abc"), (-1, b"de", b"abc")],
    ids=["where it ends", "nothing", "inside", "behind a gap", "before it"],
)
def test_a_piece_is_added_only_where_the_file_ends(
    room: UploadRoom, offset: int, piece: bytes, held: bytes
) -> None:
    room.add(1, "a", offset=0, piece=b"abc")

    assert room.add(1, "a", offset=offset, piece=piece) == len(held)
    assert room.content(1, "a") == held


@pytest.mark.parametrize("offset", [-1, 1, 3])
def test_a_first_piece_from_the_middle_leaves_no_file(room: UploadRoom, tmp_path: Path, offset: int) -> None:
    room.add(1, "b", offset=0, piece=b"other")

    held = room.add(1, "a", offset=offset, piece=b"abc")

    assert (held, room.content(1, "a")) == (0, None)
    assert [path.name for path in tmp_path.glob("attachments/*/*")] == ["b"]


@pytest.mark.parametrize(
    ("more", "total"), [(1, MAX_BYTES), (2, MAX_BYTES - 1)], ids=["to the limit", "across the limit"]
)
def test_a_piece_that_crosses_the_limit_is_left_out_whole(room: UploadRoom, more: int, total: int) -> None:
    room.add(1, "a", offset=0, piece=b"x" * (MAX_BYTES - 1))

    assert room.add(1, "a", offset=MAX_BYTES - 1, piece=b"x" * more) == total


def test_one_name_in_two_applications_is_two_files(room: UploadRoom) -> None:
    room.add(1, "a", offset=0, piece=b"one")
    room.add(11, "a", offset=0, piece=b"eleven")

    room.drop(1, "a")

    assert (room.content(1, "a"), room.content(11, "a")) == (None, b"eleven")


def test_dropping_what_is_not_there_does_no_harm(room: UploadRoom) -> None:
    room.drop(1, "a")

    assert (room.offset(1, "a"), room.content(1, "a")) == (0, None)


def test_going_on_with_a_file_makes_none_go(room: UploadRoom) -> None:
    names = [str(number) for number in range(MAX_UNFINISHED)]
    for name in names:
        room.add(1, name, offset=0, piece=b"x")

    room.add(1, names[0], offset=1, piece=b"y")

    assert [room.offset(1, name) for name in names] == [2, *[1] * (MAX_UNFINISHED - 1)]


@pytest.mark.parametrize(
    ("before", "removed"),
    [(NOON - timedelta(seconds=1), 0), (NOON, 0), (NOON + timedelta(seconds=1), 2)],
    ids=["earlier", "the same second", "later"],
)
def test_what_was_touched_since_stays(
    room: UploadRoom, tmp_path: Path, before: datetime, removed: int
) -> None:
    for application_id in (1, 2):
        room.add(application_id, "a", offset=0, piece=b"x")
    touch(tmp_path, NOON)

    assert room.tidy(before) == removed
    assert sum(room.offset(application_id, "a") for application_id in (1, 2)) == 2 - removed


def test_tidying_takes_empty_folders_along_and_a_file_may_come_again(
    room: UploadRoom, tmp_path: Path
) -> None:
    room.add(1, "a", offset=0, piece=b"x")
    room.drop(1, "a")

    assert room.tidy(NOON) == 0
    assert list((tmp_path / "attachments").iterdir()) == []
    assert room.add(1, "a", offset=0, piece=b"xyz") == 3


def test_a_room_that_nobody_used_is_tidy(room: UploadRoom) -> None:
    assert room.tidy(NOON) == 0


def test_pieces_wait_outside_the_storage_and_for_its_owner_alone(tmp_path: Path) -> None:
    upload_room(Storage(tmp_path / "storage")).add(1, "a", offset=0, piece=b"x")

    folder = tmp_path / "storage-waiting" / "attachments" / "1"
    assert (folder.stat().st_mode & 0o077, (folder / "a").read_bytes()) == (0, b"x")
