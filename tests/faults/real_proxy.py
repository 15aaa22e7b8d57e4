"""A proxy as offices have them: nginx, where it is installed, between the portal and an outside registry."""

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.deadline_client import Browser
from tests.faults.nginx import nginx, started
from tests.faults.waiting import until

HANGS_SECONDS = 5
PAGE = "<html><title>Iniciar sesión en la red</title><p>Acepte las condiciones de uso.</p></html>"


@dataclass
class RealProxy:
    """One that passes on, finds nobody there, waits in vain for an answer, or answers by itself."""

    program: str
    folder: Path
    target: int
    dead: int
    port: int
    mute: int
    process: "subprocess.Popen[bytes] | None" = None

    def becomes(self, mode: str) -> None:
        """Change how it stands. A new process, since a second word to read its settings anew may be lost on it."""
        self.stop()
        self.process = started(self.program, self.folder, self._servers(mode))
        until(lambda: self._stands() == mode, seconds=20)
        assert self._stands() == mode

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def _stands(self) -> str:
        try:
            return Browser(self.port, "").ask("GET", "/stands").text
        except OSError:
            return ""

    def _servers(self, mode: str) -> str:
        does = {
            "open": f"proxy_pass http://127.0.0.1:{self.target};",
            "down": f"proxy_pass http://127.0.0.1:{self.dead};",
            "hangs": f"proxy_read_timeout {HANGS_SECONDS}s; proxy_pass http://127.0.0.1:{self.mute};",
            "lies": f"default_type text/html; return 200 '{PAGE}';",
        }[mode]
        said = f"location = /stands {{ return 200 {mode}; }} location / {{ {does} }}"
        return f"server {{ listen 127.0.0.1:{self.port}; {said} }} "


@contextmanager
def real_proxy(target: int, folder: Path) -> Iterator[RealProxy]:
    """Stand before a port for the length of the block; without nginx the trial is left out."""
    program = nginx()
    folder.mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        ports = []
        for _ in range(2):
            with socket.create_server(("127.0.0.1", 0)) as free:
                ports.append(free.getsockname()[1])
        proxy = RealProxy(program, folder, target, *ports, mute.getsockname()[1])
        try:
            proxy.becomes("open")
            yield proxy
        finally:
            proxy.stop()
