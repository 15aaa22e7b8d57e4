"""Files kept by the hash of their content, in a folder and in a bucket: what holds for one holds for the other."""

import socket
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from contest_portal.kernel.bucket_address import BucketAddress, BucketKeys
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound, StoreAway
from contest_portal.kernel.storage import Storage, shelf_at
from tests.bucket import KEYS, make_bucket

CONTENT = b"%PDF-1.7 resoluci\xf3n"
NAME = sha256_hex(CONTENT)
LARGE = 6 << 20
"""More than one piece of an upload."""


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return Storage(tmp_path / "storage")
    place = make_bucket(request.getfixturevalue("bucket_place"))
    return Storage(tmp_path / "storage", shelf_at(place, **KEYS))


@pytest.fixture
def folder(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "storage")


def files(storage: Storage) -> list[Path]:
    return sorted(path for path in storage.root.rglob("*") if path.is_file())


def test_bytes_come_back_by_their_hash(storage: Storage) -> None:
    digest = storage.put(CONTENT)

    with storage.opened(digest) as path:
        read = path.read_bytes()

    assert (digest, storage.get(digest), read) == (NAME, CONTENT, CONTENT)
    assert (storage.has(digest), [*storage.digests()]) == (True, [digest])
    assert storage.get(storage.put(b"")) == b""


def test_what_is_there_is_never_replaced(storage: Storage) -> None:
    """As when two ask at once, each of whom found it missing."""
    storage.shelf.put(NAME, CONTENT)

    assert storage.put(CONTENT) == NAME
    if storage.shelf.is_remote:
        storage.shelf.put(NAME, b"another content")
    assert (storage.get(NAME), [*storage.digests()]) == (CONTENT, [NAME])


@pytest.mark.parametrize("name", ["0" * 64, "../../../etc/passwd", "..", "ab", ""])
def test_unknown_name_is_not_found(storage: Storage, name: str) -> None:
    storage.put(CONTENT)

    for ask in (storage.get, lambda asked: storage.opened(asked).__enter__()):
        with pytest.raises(NotFound):
            ask(name)
    assert not storage.has(name)


def test_altered_file_is_not_handed_out(storage: Storage) -> None:
    storage.shelf.put(NAME, b"another content")

    with pytest.raises(NotFound, match="was altered"):
        storage.get(NAME)


def test_file_of_any_size_is_kept_under_the_hash_it_came_with(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "padron.csv"
    path.write_bytes(bytes(LARGE))
    digest = sha256_hex(bytes(LARGE))

    storage.put_file(path, digest)
    storage.put_file(path, digest)

    assert (storage.get(digest), [*storage.digests()]) == (bytes(LARGE), [digest])


def test_file_with_another_hash_is_not_kept(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "padron.csv"
    path.write_bytes(CONTENT)

    with pytest.raises(ValueError, match="is not the hash"):
        storage.put_file(path, "0" * 64)

    assert [*storage.digests()] == []


def test_what_an_act_withdrew_is_gone_and_may_go_twice(storage: Storage) -> None:
    kept, digest = storage.put(b"kept"), storage.put(CONTENT)

    storage.drop(digest)
    storage.drop(digest)

    assert (storage.has(digest), [*storage.digests()]) == (False, [kept])


def test_only_what_goes_over_the_network_is_sent_ahead(storage: Storage) -> None:
    storage.send_ahead(CONTENT)

    assert storage.has(NAME) == storage.shelf.is_remote
    assert storage.shelf.is_ready()


def test_folder_holds_nothing_but_files_for_the_portal_alone(folder: Storage) -> None:
    digest = folder.put(CONTENT)
    folder.put_file(files(folder)[0], digest)

    assert files(folder) == [folder.root / digest[:2] / digest]
    assert stat.S_IMODE(files(folder)[0].stat().st_mode) == 0o600


def ask_put(storage: Storage) -> object:
    return storage.shelf.put(NAME, CONTENT)


def ask_names(storage: Storage) -> object:
    return [*storage.digests()]


@pytest.mark.parametrize("ask", [lambda one: one.get(NAME), lambda one: one.has(NAME), ask_put, ask_names])
def test_store_that_is_not_there_is_away_and_no_file_is_missing(
    bucket_place: str, tmp_path: Path, ask: Callable[[Storage], object]
) -> None:
    """It refuses connections; has no such bucket, where only looking for one file cannot tell."""
    for place in ("s3://archivos?endpoint=http://127.0.0.1:9", f"s3://no-such?endpoint={bucket_place}"):
        storage = Storage(tmp_path, shelf_at(place, **KEYS))
        if bucket_place in place and ask not in (ask_put, ask_names):
            continue
        with pytest.raises(StoreAway):
            ask(storage)
        assert not storage.shelf.is_ready()


def test_store_that_keeps_silent_is_left_in_time(bucket_place: str) -> None:
    from contest_portal.kernel.bucket_shelf import BucketShelf  # noqa: PLC0415 - only where it is installed

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = BucketAddress.read(f"s3://archivos?endpoint=http://127.0.0.1:{silent.getsockname()[1]}")
        shelf = BucketShelf(address, BucketKeys(**KEYS), patience=timedelta(milliseconds=200))

        with pytest.raises(StoreAway):
            shelf.get(NAME)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://archivos", BucketAddress("archivos", "", "", "us-east-1")),
        (
            "s3://archivos/un/lugar/?endpoint=https://objetos.example/&region=sa-east-1",
            BucketAddress("archivos", "un/lugar", "https://objetos.example", "sa-east-1"),
        ),
        ("https://archivos.example", "must begin with s3://"),
        ("s3://A", "must begin with s3://"),
        ("s3://archivos?endpoint=objetos.example", "endpoint must be an address"),
        ("s3://archivos?end=1&secret=2", "nobody knows: end, secret"),
    ],
)
def test_address_says_where_and_nothing_else(url: str, expected: BucketAddress | str) -> None:
    if isinstance(expected, BucketAddress):
        assert BucketAddress.read(url) == expected
        return
    with pytest.raises(ValueError, match=expected):
        BucketAddress.read(url)
