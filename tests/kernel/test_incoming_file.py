"""A file as it arrives: hashed while it is written, kept on purpose or gone."""

import stat
from pathlib import Path

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.incoming_file import IncomingFile


def arrived(folder: Path, *parts: bytes) -> IncomingFile:
    file = IncomingFile(folder / "uploads")
    for part in parts:
        assert file.write(part) == len(part)
    return file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "uploads").iterdir())


def test_hash_is_that_of_all_parts(tmp_path: Path) -> None:
    file = arrived(tmp_path, b"ubigeo,", b"distrito\n")

    assert file.sha256 == sha256_hex(b"ubigeo,distrito\n")
    file.close()


def test_what_arrived_can_be_read_back(tmp_path: Path) -> None:
    file = arrived(tmp_path, b"ubigeo")

    assert (file.tell(), file.seek(2), file.read(2), file.read()) == (6, 2, b"ig", b"eo")
    file.close()


def test_kept_file_stays_under_its_name_for_the_portal_alone(tmp_path: Path) -> None:
    file = arrived(tmp_path, b"ubigeo")
    target = tmp_path / "uploads" / file.sha256

    file.keep_as(target)
    file.keep_as(tmp_path / "uploads" / "twice")
    file.close()

    assert (names(tmp_path), target.read_bytes()) == ([file.sha256], b"ubigeo")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_nobody_keeps_is_gone_when_it_is_closed(tmp_path: Path) -> None:
    file = arrived(tmp_path, b"ubigeo")
    during = len(names(tmp_path))

    file.close()
    file.close()

    assert (during, names(tmp_path)) == (1, [])


def test_closing_does_not_mind_a_part_that_was_tidied_away(tmp_path: Path) -> None:
    file = arrived(tmp_path, b"ubigeo")
    for path in (tmp_path / "uploads").iterdir():
        path.unlink()

    file.close()

    assert names(tmp_path) == []
