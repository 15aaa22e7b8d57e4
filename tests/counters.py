"""A real Redis server of the tests' own, of Debian's `redis-tools`."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PROGRAM = shutil.which("redis-server") or shutil.which("redis-check-rdb")
"""The second is the same program under another name, and comes without a service that starts by itself."""
PATIENCE_SECONDS = 20


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[None]:
    """Let a server live as long as the block; what it counted is gone afterwards."""
    told = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    run = subprocess.Popen(["redis-server", *told], executable=PROGRAM, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield
    finally:
        run.kill()
        run.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with closing(socket.socket()) as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no Redis on port {port}")


def required() -> bool:
    """Tell whether a missing server is a failure."""
    return bool(os.environ.get("PORTAL_REQUIRE_ALL"))
