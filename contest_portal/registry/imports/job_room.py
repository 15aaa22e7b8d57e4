"""Where uploads wait beside the storage, and where a job and its page leave each other word.

Words go by small files, because on the embedded database nobody else can write while an import does. What is personal
(the upload, the report, the rejected rows) is here alone and goes when its time is over. Workers on several machines
share this folder as they share the storage.
"""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from types import MappingProxyType

from pydantic import TypeAdapter

from contest_portal.kernel.incoming_file import IncomingFile
from contest_portal.kernel.problems import NotFound
from contest_portal.kernel.storage import Storage
from contest_portal.registry.rules.import_progress import ImportStage, Progress
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.sources.source_file import SourceFile

_REPORT = TypeAdapter(ImportReport)


@dataclass(frozen=True, slots=True)
class Sign:
    """The last sign of life of a job's worker."""

    at: datetime
    progress: Progress


class JobRoom:
    """A folder with `uploads/<sha256>` and `jobs/<id>/`."""

    def __init__(self, root: Path) -> None:
        self._uploads = root / "uploads"
        self._jobs = root / "jobs"

    @classmethod
    def beside(cls, storage: Storage) -> "JobRoom":
        """Give the room that belongs to a storage: `<STORAGE_DIR>-waiting`."""
        return cls(storage.waiting)

    def receive(self) -> IncomingFile:
        """Open a place for an upload."""
        return IncomingFile(self._uploads)

    def keep(self, upload: IncomingFile) -> str:
        """Keep an upload that has arrived whole; its hash is its name."""
        upload.keep_as(self._uploads / upload.sha256)
        return upload.sha256

    def has_upload(self, sha256: str) -> bool:
        """Tell whether an upload is still kept."""
        return (self._uploads / sha256).is_file()

    def source(self, sha256: str, filename: str) -> SourceFile:
        """Open an upload under the name it came with; NotFound when its time is over."""
        path = self._uploads / sha256
        if not path.is_file():
            raise NotFound(f"upload {sha256}")
        return SourceFile(filename, lambda: path.open("rb"))

    def move_to(self, storage: Storage, sha256: str) -> None:
        """Keep an upload for good: every value of the register names its file."""
        storage.put_file(self._uploads / sha256, sha256)

    def drop_upload(self, sha256: str) -> None:
        """Remove an upload."""
        (self._uploads / sha256).unlink(missing_ok=True)

    def begin(self, job_id: int) -> None:
        """Start with an empty folder: a database that was put back gives the same number again."""
        rmtree(self._jobs / str(job_id), ignore_errors=True)

    def leave_sign(self, job_id: int, sign: Sign) -> None:
        """Say that the worker of a job is alive, and how far it is."""
        progress = sign.progress
        words = [int(sign.at.timestamp()), progress.stage.value, progress.line, progress.length]
        self._write(job_id, "sign.json", json.dumps(words).encode())

    def last_sign(self, job_id: int) -> Sign | None:
        """Give the last sign of life of a job's worker, if there is one."""
        content = self._read(job_id, "sign.json")
        if content is None:
            return None
        at, stage, line, length = json.loads(content)
        return Sign(datetime.fromtimestamp(at, UTC), Progress(ImportStage(stage), line, length))

    def ask_to_cancel(self, job_id: int, user_id: int) -> None:
        """Leave word for the worker of a job that somebody cancels it."""
        self._write(job_id, "cancel", str(user_id).encode())

    def cancelled_by(self, job_id: int) -> int | None:
        """Name who cancels a job, if anybody does."""
        content = self._read(job_id, "cancel")
        return None if content is None else int(content)

    def keep_report(self, job_id: int, report: ImportReport) -> None:
        """Keep what a job found, without the rejected lines: those have their own file."""
        short = replace(report, rejected_lines=MappingProxyType({}))
        self._write(job_id, "report.json", _REPORT.dump_json(short, fallback=dict, warnings=False))

    def report(self, job_id: int) -> ImportReport | None:
        """Give what a job found, while it is kept."""
        content = self._read(job_id, "report.json")
        return None if content is None else _REPORT.validate_json(content)

    def keep_rejected(self, job_id: int, rows: bytes) -> None:
        """Keep the rejected rows of a file."""
        self._write(job_id, "rejected.csv", rows)

    def rejected(self, job_id: int) -> bytes | None:
        """Give the rejected rows of a file, while they are kept."""
        return self._read(job_id, "rejected.csv")

    def has_rejected(self, job_id: int) -> bool:
        """Tell whether there are rejected rows to take."""
        return (self._jobs / str(job_id) / "rejected.csv").is_file()

    def tidy(self, before: datetime, in_use: Collection[str]) -> int:
        """Remove what was left before an instant and no job waits for; give how many files went."""
        removed = 0
        for path in (*self._uploads.glob("*"), *self._jobs.glob("*")):
            if path.name not in in_use and _is_older(path, before):
                rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _write(self, job_id: int, name: str, content: bytes) -> None:
        """Replace a file at once: whoever reads finds the old one or the new one, never half of one."""
        folder = self._jobs / str(job_id)
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{name}.part"
        part.write_bytes(content)
        part.chmod(0o600)
        part.replace(folder / name)

    def _read(self, job_id: int, name: str) -> bytes | None:
        try:
            return (self._jobs / str(job_id) / name).read_bytes()
        except FileNotFoundError:
            return None


def _is_older(path: Path, instant: datetime) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns // 10**9 < int(instant.timestamp())
    return False
