"""Files that arrive in pieces at several servers, which have nothing in common but the bucket."""

from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from contest_portal.applications.bucket_upload_room import BucketUploadRoom
from contest_portal.applications.rules.attachments import MAX_BYTES, MAX_UNFINISHED
from contest_portal.applications.upload_room import upload_room
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.clock import utc_now
from contest_portal.kernel.problems import StoreAway
from contest_portal.kernel.storage import Storage, shelf_at
from tests.bucket import KEYS, make_bucket


@pytest.fixture
def place(bucket_place: str) -> str:
    return make_bucket(bucket_place, versions=False)


def server(tmp_path: Path, place: str, name: str) -> Storage:
    """Give the storage of a server with a folder of its own."""
    return Storage(tmp_path / name / "storage", shelf_at(place, **KEYS))


@pytest.fixture
def rooms(tmp_path: Path, place: str) -> list[BucketUploadRoom]:
    found = [upload_room(server(tmp_path, place, name)) for name in ("one", "two")]
    assert all(isinstance(room, BucketUploadRoom) for room in found)
    return found  # type: ignore[return-value]


def test_pieces_that_come_to_two_servers_make_one_file_and_leave_no_folder(
    rooms: list[BucketUploadRoom], tmp_path: Path, place: str
) -> None:
    one, two = rooms
    assert [
        one.offset(1, "a"),
        two.add(1, "a", offset=4, piece=b"from the middle"),
        one.add(1, "a", offset=0, piece=b"uno "),
        two.add(1, "a", offset=0, piece=b"uno, again"),
        two.add(1, "a", offset=9, piece=b"too far"),
        two.add(1, "a", offset=4, piece=b""),
        two.add(1, "a", offset=4, piece=b"dos "),
        one.add(1, "a", offset=8, piece=b"tres"),
        two.add(11, "a", offset=0, piece=b"of another application"),
    ] == [0, 0, 4, 4, 4, 4, 8, 12, 22]
    assert (two.content(1, "a"), one.content(2, "a")) == (b"uno dos tres", None)

    storage = server(tmp_path, place, "one")
    kept = storage.put(b"a file")
    assert list(storage.digests()) == [kept]  # no backup, copy or check takes a piece for a file
    one.drop(1, "a")
    one.drop(1, "a")
    assert (two.offset(1, "a"), two.content(1, "a"), two.offset(11, "a")) == (0, None, 22)
    assert list(tmp_path.iterdir()) == []


def test_of_two_pieces_that_begin_at_one_place_the_first_counts(place: str) -> None:
    shelf = shelf_at(place, **KEYS).for_pieces
    assert shelf is not None

    for content in (b"first", b"at the same moment, elsewhere"):
        shelf.add_piece("1/a/00000000", content)

    assert shelf.piece("1/a/00000000") == b"first"


def test_the_same_piece_from_many_sides_counts_once(rooms: list[BucketUploadRoom]) -> None:
    start = Barrier(4)

    def send(room: BucketUploadRoom) -> None:
        start.wait()
        for offset in range(0, 12, 4):
            room.add(1, "a", offset=offset, piece=f"{offset:04}".encode())

    senders = [Thread(target=send, args=[room]) for room in rooms * 2]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert rooms[0].content(1, "a") == b"000000040008"


def test_what_is_too_long_or_too_many_or_forgotten_does_not_stay(rooms: list[BucketUploadRoom]) -> None:
    one, two = rooms
    one.add(9, "a", offset=0, piece=b"x" * (MAX_BYTES - 1))
    assert two.add(9, "a", offset=MAX_BYTES - 1, piece=b"yz") == MAX_BYTES - 1
    names = [str(number) for number in range(MAX_UNFINISHED)]
    for name in names:
        one.add(1, name, offset=0, piece=b"x")
    two.add(1, names[0], offset=1, piece=b"y")
    assert [two.offset(1, name) for name in names] == [2, *[1] * (MAX_UNFINISHED - 1)]

    two.add(1, "new", offset=0, piece=b"x")

    left = [name for name in (*names, "new") if one.offset(1, name)]
    assert (len(left), "new" in left) == (MAX_UNFINISHED, True)
    hour = timedelta(hours=1)
    assert [room.tidy(utc_now() + at) for room, at in ((one, -hour), (two, hour), (one, hour))] == [
        0,
        MAX_UNFINISHED + 1,
        0,
    ]
    assert one.content(1, "new") is None


def test_whole_file_is_what_was_sent_and_a_store_that_is_away_is_no_missing_file(
    rooms: list[BucketUploadRoom], tmp_path: Path
) -> None:
    content = bytes(range(256)) * 5
    for offset in range(0, len(content), 320):
        rooms[offset % 2].add(3, sha256_hex(content), offset=offset, piece=content[offset : offset + 320])
    assert sha256_hex(rooms[1].content(3, sha256_hex(content)) or b"") == sha256_hex(content)

    away = upload_room(server(tmp_path, "s3://archivos?endpoint=http://127.0.0.1:9", "away"))
    for ask in (lambda: away.offset(1, "a"), lambda: away.add(1, "a", offset=0, piece=b"x")):
        with pytest.raises(StoreAway):
            ask()
