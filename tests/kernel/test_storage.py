"""Files kept by the hash of their content."""

import stat
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


def test_file_of_any_size_is_kept_under_the_hash_it_came_with(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "padron.csv"
    path.write_bytes(CONTENT)
    digest = sha256_hex(CONTENT)

    storage.put_file(path, digest)
    storage.put_file(path, digest)

    assert (storage.get(digest), [file.name for file in files(storage)]) == (CONTENT, [digest])
    assert stat.S_IMODE(files(storage)[0].stat().st_mode) == 0o600


def test_file_with_another_hash_is_not_kept(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "padron.csv"
    path.write_bytes(CONTENT)

    with pytest.raises(ValueError, match="is not the hash"):
        storage.put_file(path, "0" * 64)

    assert files(storage) == []
