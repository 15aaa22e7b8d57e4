"""The portal as it is served in production, which trials kill and start again."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from contest_portal.kernel.sealed_columns import NO_SECRET
from tests.faults.warm import CONTEXT, carry_out

SECRET = "of a server for these trials alone"
PATIENCE_SECONDS = 60


@dataclass
class Portal:
    """A server on a port of its own: gunicorn with workers, or without any the embedded one (`flask serve`)."""

    url: str
    folder: Path
    workers: int = 1
    sabotage: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    process: ForkServerProcess | None = None
    port: int = 0

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as free:
                self.port = free.getsockname()[1]
        given = (self._command(), os.environ | self._environment(), self.folder / "server.log")
        self.process = CONTEXT.Process(target=carry_out, args=given, daemon=True)
        self.process.start()
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> float:
        """Give how many seconds it took."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE_SECONDS:
            try:
                if self._is_alive():
                    return time.monotonic() - began
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        raise AssertionError(
            f"the server did not come up: {(self.folder / 'server.log').read_text()[-2000:]}"
        )

    def _is_alive(self) -> bool:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as line:
            line.request("GET", "/salud")
            return line.getresponse().status == 200

    def worker_pids(self) -> list[int]:
        """Name the processes that serve: the children of gunicorn, or the embedded server itself."""
        if not self.workers:
            return [self.pid]
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    @property
    def pid(self) -> int:
        """Give the number of the server, to tell it something by."""
        assert self.process
        assert self.process.pid
        return self.process.pid

    def kill_worker(self) -> None:
        """End one serving process as a power cut would."""
        for pid in self.worker_pids()[:1]:
            os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """End all of its processes as a power cut would."""
        for pid in {*self.worker_pids(), self.pid}:
            os.kill(pid, signal.SIGKILL)
        self._ended()

    def stop(self) -> None:
        """End it as an operator does."""
        if self.process and self.process.is_alive():
            self.process.terminate()
            self._ended()

    def _ended(self) -> None:
        assert self.process
        self.process.join(PATIENCE_SECONDS)
        assert not self.process.is_alive(), "the server did not end"

    def _command(self) -> list[str]:
        module = "tests.faults.twin" if self.sabotage else "wsgi"
        if not self.workers:
            return ["flask", "--app", module, "serve", "--port", str(self.port)]
        at = ["--workers", str(self.workers), "--bind", f"127.0.0.1:{self.port}"]
        return ["gunicorn", *at, f"{module}:app"]  # the rest: gunicorn.conf.py

    def _environment(self) -> dict[str, str]:
        return {
            "PORTAL_ENV": "production",
            "SECRET_KEY": SECRET,
            "DATA_KEY": NO_SECRET,  # as the trials themselves write
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self.url,
            "STORAGE_DIR": str(self.folder / "storage"),
            "FAULT_SABOTAGE": self.sabotage,
            **self.settings,
        }


@contextmanager
def served(
    url: str, folder: Path, *, workers: int = 1, sabotage: str = "", **settings: str
) -> Iterator[Portal]:
    """Serve for the length of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    portal = Portal(url, folder, workers, sabotage, settings)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
