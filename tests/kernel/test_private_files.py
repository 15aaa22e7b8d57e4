"""Files that hold a secret, and the folder that is made for them, are for their owner alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from contest_portal.kernel.private_files import others_read, write_private


@pytest.fixture(autouse=True)
def lavish() -> Iterator[None]:
    """Let new files be open to all, unless somebody says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_folder_that_is_made_for_a_secret_is_its_owners(tmp_path: Path) -> None:
    write_private(tmp_path / "instance" / "secret_key", b"words")

    assert not others_read(tmp_path / "instance")
    assert not others_read(tmp_path / "instance" / "secret_key")


def test_folder_that_was_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)

    write_private(tmp_path / "shared" / "key", b"words")

    assert others_read(tmp_path / "shared")
    assert not others_read(tmp_path / "shared" / "key")
