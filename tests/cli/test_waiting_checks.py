"""Several machines need the folder of what is under way in common: the command says when they have not."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.cli.waiting_checks import file_system, machines_of, waiting_findings
from contest_portal.config import Settings
from contest_portal.kernel.storage import Storage

BUCKET = "s3://archivos?endpoint=https://objetos.example"


def mounted(tmp_path: Path, kind: str) -> Path:
    """Write what the system tells of a disk at the place of the storage, below a usual one."""
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n40 21 0:40 / {tmp_path} rw - {kind} disco rw\n"
        f"41 21 0:41 / {tmp_path}-otra rw - xfs /dev/sdb1 rw\n"
    )
    return mounts


@pytest.mark.parametrize(
    ("kind", "machines", "files_url", "expected"),
    [
        ("ext4", 1, "", []),
        ("ext4", 2, "", [("waiting_apart", True)]),
        ("ext4", 2, BUCKET, [("waiting_apart", True)]),
        ("ext4", 1, BUCKET, [("waiting_here", False)]),
        ("nfs4", 2, BUCKET, []),
        ("fuse.glusterfs", 3, "", []),
    ],
)
def test_a_disk_of_one_machine_is_named_where_several_serve(
    settings: Settings,
    tmp_path: Path,
    kind: str,
    machines: int,
    files_url: str,
    expected: list[tuple[str, bool]],
) -> None:
    storage, mounts = Storage(tmp_path / "archivos"), mounted(tmp_path, kind)

    found = waiting_findings(
        replace(settings, files_url=files_url), storage, machines=machines, mounts=mounts
    )

    found = tuple(found)
    assert [(one.code, one.unsafe) for one in found] == expected
    assert all(("uploads in pieces and imports" in one.sentence) == (not files_url) for one in found)


def test_the_nearest_disk_counts_and_none_is_invented(tmp_path: Path) -> None:
    mounts = mounted(tmp_path, "nfs4")

    kinds = [file_system(one, mounts) for one in (tmp_path / "a", Path("/var"), Path(f"{tmp_path}-otra/b"))]

    assert kinds == ["nfs4", "ext4", "xfs"]
    assert file_system(tmp_path, tmp_path / "none") == ""


def test_connections_from_here_are_one_machine(session: Session) -> None:
    assert machines_of(session) == 1
