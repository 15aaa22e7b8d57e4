"""Which files the rows of a portal name, and what became of them."""

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.storage import Storage
from contest_portal.privacy.withdrawn_files import withdrawn
from contest_portal.tables import METADATA

NAMES_A_FILE = frozenset({"file_sha256", "logo_sha256", "scan_sha256", "preview_sha256"})
"""Columns that name a stored file wherever they stand; those of attachments and photos are called only `sha256`."""
WITH_FILES = frozenset({"attachment", "observation_file", "visit_photo"})


def named_files(session: Session) -> Iterator[tuple[str, str]]:
    """Give each `table.column` with each hash that stands in it."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if column.name in NAMES_A_FILE or (column.name == "sha256" and table.name in WITH_FILES):
                for digest in session.scalars(select(column).where(column.is_not(None)).distinct()):
                    yield f"{table.name}.{column.name}", digest


def missing_files(session: Session, storage: Storage, *, known: Collection[str] = ()) -> Iterator[str]:
    """Say of each file that a row names and nobody has that it is missing.

    Not of what was withdrawn by an act, nor of those known to have been lost before.
    """
    for place, digest in named_files(session):
        if digest not in known and not storage.has(digest) and not withdrawn(session, [digest]):
            yield f"{place}: the file {digest} is missing"


def lost_files(session: Session, storage: Storage) -> tuple[str, ...]:
    """Give the hashes that rows name and that are not kept, but for those withdrawn by an act.

    Rows are read first: what a row names was kept before it. OSError when the folder of files cannot be read.
    """
    named = {digest for _, digest in named_files(session)}
    lacking = named.difference(storage.digests())
    return tuple(sorted(digest for digest in lacking if not withdrawn(session, [digest])))


def altered_files(storage: Storage) -> Iterator[str]:
    """Read every file and say which are not what they were."""
    for digest in storage.digests():
        with storage.opened(digest) as path:
            if _sha256(path) != digest:
                yield f"the file {digest} was altered"


def copy_files(source: Storage, target: Storage) -> Iterator[str]:
    """Carry over whatever the target lacks, file by file, and say what could not be; "" for each that was carried.

    Stopped and begun again it goes on: what is there is not sent twice.
    """
    there = set(target.digests())
    for digest in sorted(source.digests()):
        if digest in there:
            continue
        try:
            with source.opened(digest) as path:
                target.put_file(path, digest)
        except (NotFound, ValueError):
            yield f"the file {digest} was altered or went away: it was not copied"
        else:
            yield ""


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
