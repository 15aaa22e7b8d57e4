"""Files kept by the hash of their content."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.storage import Storage

CONTENT = b"%PDF-1.7 resoluci\xf3n"


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "storage")


def files(storage: Storage) -> list[Path]:
    return sorted(path for path in storage.root.rglob("*") if path.is_file())


def test_bytes_come_back_by_their_hash(storage: Storage) -> None:
    digest = storage.put(CONTENT)

    assert (digest, storage.get(digest)) == (sha256_hex(CONTENT), CONTENT)


def test_same_bytes_are_kept_once_and_not_written_again(storage: Storage) -> None:
    digest = storage.put(CONTENT)
    before = files(storage)[0].stat().st_mtime_ns

    assert storage.put(CONTENT) == digest
    assert [path.stat().st_mtime_ns for path in files(storage)] == [before]


def test_empty_file_is_a_file(storage: Storage) -> None:
    assert storage.get(storage.put(b"")) == b""


def test_nothing_but_the_file_is_left_behind(storage: Storage) -> None:
    digest = storage.put(CONTENT)

    assert files(storage) == [storage.root / digest[:2] / digest]


def test_only_the_portal_may_read_the_file(storage: Storage) -> None:
    storage.put(CONTENT)

    assert stat.S_IMODE(files(storage)[0].stat().st_mode) == 0o600


@pytest.mark.parametrize("digest", ["0" * 64, "../../../etc/passwd", "..", "ab"])
def test_unknown_name_is_not_found(storage: Storage, digest: str) -> None:
    storage.put(CONTENT)

    with pytest.raises(NotFound):
        storage.get(digest)


def test_altered_file_is_not_handed_out(storage: Storage) -> None:
    digest = storage.put(CONTENT)
    files(storage)[0].write_bytes(b"another content")

    with pytest.raises(NotFound, match="was altered"):
        storage.get(digest)


def test_what_only_waits_can_be_swept_away(storage: Storage) -> None:
    old, new = storage.put(b"old"), storage.put(b"new")
    os.utime(storage.root / old[:2] / old, (1_000_000_000, 1_000_000_000))

    storage.drop_older_than(datetime(2020, 1, 1, tzinfo=UTC))

    assert [path.name for path in files(storage)] == [new]
