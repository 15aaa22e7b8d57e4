"""Whether the folder of what is under way (jobs, prints, pieces of uploads) lies where all machines see it.

Files may lie in a bucket, and pieces of uploads with them; jobs and prints never, since they lock their folder. Without
a bucket a piece that comes to another machine than the one before it finds nothing there, and the upload begins again.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import column, table

from contest_portal.cli.settings_checks import Finding
from contest_portal.config import Settings
from contest_portal.kernel.storage import Storage

MOUNTS = Path("/proc/self/mountinfo")
SHARED = frozenset(
    "9p beegfs ceph cifs fuse.ceph-fuse fuse.glusterfs fuse.juicefs gfs2 glusterfs lustre nfs nfs4 ocfs2 smb3 virtiofs"
    .split()
)  # fmt: skip
"""File systems that several machines can see, as the system names them."""
_HERE = frozenset({None, "127.0.0.1", "::1"})
_ACTIVITY = table(
    "pg_stat_activity", column("datname"), column("usename"), column("backend_type"), column("client_addr")
)


def machines_of(session: Session) -> int:
    """Count the machines from which the portal's account is connected to PostgreSQL; 1 for the embedded database."""
    if session.get_bind().dialect.name != "postgresql":
        return 1
    found = session.scalars(
        select(func.host(_ACTIVITY.c.client_addr)).where(
            _ACTIVITY.c.datname == func.current_database(),
            _ACTIVITY.c.usename == func.current_user(),
            _ACTIVITY.c.backend_type == "client backend",
        )
    )
    return len({"" if address in _HERE else address for address in found})


def waiting_findings(
    settings: Settings, storage: Storage, *, machines: int, mounts: Path = MOUNTS
) -> Iterator[Finding]:
    """Look at the folder from this machine, `machines` being those that serve now."""
    folder = storage.waiting
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        lost = "no import, no prints" if settings.files_url else "no upload in pieces, no import"
        yield Finding("waiting_closed", f"{nearest} cannot be written to: {lost}.")
    if file_system(nearest.resolve(), mounts) in SHARED:
        return
    if machines > 1:
        yield Finding(
            "waiting_apart",
            f"{machines} machines are connected and {folder} lies on a disk of this one alone: "
            f"{'' if settings.files_url else 'uploads in pieces and '}imports and prints of many papers fail now and "
            "then. Mount one folder on all of them (NFS).",
        )
    elif settings.files_url:
        yield Finding(
            "waiting_here",
            f"FILES_URL holds pieces of uploads, and not the imports and prints under way in {folder}: before a "
            "second machine serves, mount it on both (NFS).",
            unsafe=False,
        )


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """Name the kind of file system that a path lies on; empty where the system does not tell."""
    if not mounts.exists():
        return ""
    found = [(Path(), "")]
    for line in mounts.read_text().splitlines():
        left, _, right = line.partition(" - ")
        place = Path(left.split()[4].replace("\\040", " "))
        if path.is_relative_to(place):
            found.append((place, right.split()[0]))
    return max(found, key=lambda one: len(one[0].parts))[1]
