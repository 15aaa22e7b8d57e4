"""A bad line: stands between two programs and passes on what they say, late, by half, or not at all.

A process of its own: `python -m tests.faults.proxy TARGET`, where TARGET is a port of this machine or the path of a
socket. It prints its port, then reads modes, a line each, and says each back once it holds.
"""

import asyncio
import os
import socket
import struct
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import make_url

from contest_portal.config import ROOT

MODES = ("open", "slow", "cut", "silent", "reset")
"""As it should be; answers come two seconds late; they are cut half-way; nothing comes; everybody is hung up on."""
LATE_SECONDS, PIECE = 2, 65536
AT_ONCE = struct.pack("ii", 1, 0)


@dataclass
class Proxy:
    """Where it leads, how it stands, and who is connected."""

    target: str
    mode: str = "open"
    callers: set[StreamWriter] = field(default_factory=set)

    async def serve(self) -> None:
        """Pass on until nobody tells the mode any more."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, backlog=1000)
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - whoever started it reads this
        loop = asyncio.get_running_loop()
        while mode := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
            self.mode = mode
            for caller in tuple(self.callers) if mode == "reset" else ():
                hang_up(caller)
            print(mode, flush=True)  # noqa: T201
        os._exit(0)

    async def _connected(self, reader: StreamReader, caller: StreamWriter) -> None:
        self.callers.add(caller)
        try:
            if self.mode == "reset":
                hang_up(caller)
            elif self.mode == "silent":
                await reader.read()  # accepted, and never answered
            else:
                await self._between(reader, caller)
        except OSError:
            hang_up(caller)
        finally:
            self.callers.discard(caller)

    async def _between(self, reader: StreamReader, caller: StreamWriter) -> None:
        if self.target.startswith("/"):
            answers, called = await asyncio.open_unix_connection(self.target)
        else:
            answers, called = await asyncio.open_connection("127.0.0.1", int(self.target))
        line = _Connection(self)
        ways = (
            asyncio.create_task(line.pass_on(reader, called, is_answer=False)),
            asyncio.create_task(line.pass_on(answers, caller, is_answer=True)),
        )
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        if line.is_dead:  # neither hears of the other's end
            await asyncio.sleep(3600)
        for writer in (called, caller):
            writer.close()


@dataclass
class _Connection:
    """One of those that the proxy holds; a dead one stays so when the line is good again."""

    proxy: Proxy
    is_dead: bool = False

    async def pass_on(self, reader: StreamReader, writer: StreamWriter, *, is_answer: bool) -> None:
        with suppress(OSError):  # one of the two is gone
            await self._pass_on(reader, writer, is_answer=is_answer)

    async def _pass_on(self, reader: StreamReader, writer: StreamWriter, *, is_answer: bool) -> None:
        while piece := await reader.read(PIECE):
            self.is_dead = self.is_dead or self.proxy.mode == "silent"
            if self.is_dead:
                continue
            if self.proxy.mode == "slow" and is_answer:
                await asyncio.sleep(LATE_SECONDS)
            if self.proxy.mode == "cut" and is_answer:
                writer.write(piece[: len(piece) // 2])
                await writer.drain()
                return
            writer.write(piece)
            await writer.drain()


def hang_up(writer: StreamWriter) -> None:
    """End a connection by a reset, as a machine does that knows nothing of it."""
    line = writer.get_extra_info("socket")
    if line is not None and line.fileno() >= 0:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    writer.transport.abort()


@dataclass
class BadLine:
    """A proxy from outside: where it listens, and how it is told to stand."""

    process: "subprocess.Popen[str]"
    port: int

    def becomes(self, mode: str) -> None:
        """Change how it stands, for what is connected too."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{mode}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == mode


@contextmanager
def bad_line(target: str | int) -> Iterator[BadLine]:
    """Stand before a port or a socket for the length of the block."""
    command = [sys.executable, "-m", "tests.faults.proxy", str(target)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield BadLine(process, int(process.stdout.readline()))
        finally:
            process.kill()


def socket_of(url: str) -> str | int:
    """Give where a server of PostgreSQL listens, by the address of a database."""
    address = make_url(url)
    folder = address.query.get("host")
    return f"{folder}/.s.PGSQL.{address.port or 5432}" if folder else address.port or 5432


if __name__ == "__main__":
    asyncio.run(Proxy(sys.argv[1]).serve())
