"""Processes that carry out deeds of the portal, at once or to be killed: each is forked from one that knows it all."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from tests.faults.warm import CONTEXT
from tests.faults.worker import Outcome, Task, work

PATIENCE_SECONDS = 90


@dataclass
class Member:
    """A process that waits for tasks, with the database it works on."""

    process: ForkServerProcess
    line: Connection

    @property
    def pid(self) -> int:
        """Give its number, to kill it by or to look at."""
        assert self.process.pid
        return self.process.pid

    def begin(self, task: Task) -> None:
        """Let it start."""
        self.line.send(task)

    def outcome(self, patience: int = PATIENCE_SECONDS) -> Outcome | None:
        """Wait for what came of its task, so many seconds; None when it was killed before it could tell."""
        if not self.line.poll(patience):
            raise AssertionError("a deed came to no end")
        try:
            said: Outcome = self.line.recv()
        except (EOFError, ConnectionResetError):
            self.process.join(PATIENCE_SECONDS)
            return None
        return said


@contextmanager
def member(url: str, *, sabotage: str = "", zone: str = "UTC") -> Iterator[Member]:
    """Start one process; ended with the block."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=work, args=(theirs, url, sabotage, zone), daemon=True)
    process.start()
    theirs.close()
    assert ours.poll(PATIENCE_SECONDS), "a process did not start"
    assert ours.recv() == "ready"
    yield Member(process, ours)
    ours.close()
    process.kill()
    process.join(PATIENCE_SECONDS)


@contextmanager
def crew(url: str, count: int, *, sabotage: str = "") -> Iterator[list[Member]]:
    """Start so many."""
    with ExitStack() as stack:
        yield [stack.enter_context(member(url, sabotage=sabotage)) for _ in range(count)]


def at_once(members: Sequence[Member], tasks: Sequence[Task]) -> list[Outcome | None]:
    """Let each carry out its task, all at once."""
    for one, task in zip(members, tasks, strict=True):
        one.begin(task)
    return [one.outcome() for one in members]
