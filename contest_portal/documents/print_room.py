"""Print many documents in processes of their own, as many at once as the machine has processors.

The processes stay warm from one document to the next and give way to those that serve pages. None holds a database
or a key: orders come from the caller and files go back to it, in its own thread.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from pathlib import Path
from queue import SimpleQueue

from contest_portal.config import ROOT
from contest_portal.kernel.sealed_printing import PrintFailed, PrintOrder, SealedPrinter, program_env

MOST_AT_ONCE = 4
Printed = bytes | PrintFailed


def workers_here() -> int:
    """Give how many processes print at once on this machine."""
    return min(MOST_AT_ONCE, len(os.sched_getaffinity(0)))


def print_all(orders: Iterable[tuple[int, PrintOrder]], *, workers: int) -> Iterator[tuple[int, Printed]]:
    """Print every order (document, order); give the document and its PDF, or why there is none, as they come.

    Orders are asked for as they are needed: some wait, never all.
    """
    with ExitStack() as processes, ThreadPoolExecutor(workers) as threads:
        free: SimpleQueue[SealedPrinter] = SimpleQueue()
        for _ in range(workers):
            free.put(processes.enter_context(closing(SealedPrinter(gives_way=True))))
        running: dict[Future[Printed], int] = {}
        for document_id, order in orders:
            running[threads.submit(_print, free, order)] = document_id
            if len(running) >= 2 * workers:
                yield from _finished(running, FIRST_COMPLETED)
        yield from _finished(running, ALL_COMPLETED)


def join_prints(documents: Iterable[tuple[Path, str]], target: Path) -> int:
    """Join files (path, title) into one to print on both sides, in a process of its own; give its pages."""
    told = "\n".join(json.dumps([str(path), title]) for path, title in documents)
    command = [sys.executable, "-m", "contest_portal.documents.join_worker", str(target)]
    done = subprocess.run(  # noqa: S603 - ours
        command, input=told, stdout=subprocess.PIPE, text=True, check=True, env=program_env(), cwd=ROOT
    )
    return int(done.stdout)


def _finished(running: dict[Future[Printed], int], until: str) -> Iterator[tuple[int, Printed]]:
    done, _ = wait(running, return_when=until)
    for future in done:
        yield running.pop(future), future.result()


def _print(free: "SimpleQueue[SealedPrinter]", order: PrintOrder) -> Printed:
    printer = free.get()
    try:
        return printer.print(order)
    except PrintFailed as failed:
        return failed
    finally:
        free.put(printer)
