"""All agreements of a contest printed at once, beside one process that calls WeasyPrint on the same pages.

`python -m benchmarks.agreements --agreements 500 --rounds 3`. This program stays small: what a process had before it
started another counts as memory of the other.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contest_portal.documents.print_room import Printed, print_all, workers_here
from contest_portal.kernel.pdf import AttachedFile
from contest_portal.kernel.sealed_printing import PrintFailed, PrintOrder
from contest_portal.kernel.storage import Storage

MEGABYTE = 1024
WAYS = {"kept": "WeasyPrint, fonts and style kept", "anew": "WeasyPrint, as it comes"}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost: seconds by the clock and of the processors, and the most memory it had, in MB."""

    wall: float
    cpu: float
    peak: int


def main() -> None:
    """Print the same orders in every way, round after round, then join them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agreements", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--ours", type=Path, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ours:
        print_ours(*asked.ours)
        return
    with tempfile.TemporaryDirectory() as folder:
        orders = Path(folder) / "orders"
        run(("-m", "benchmarks.agreement_orders", str(orders), str(asked.agreements)), "")
        print(f"{asked.agreements} agreements, {workers_here()} processes", flush=True)
        rounds = [compare(orders, Path(folder) / str(number)) for number in range(asked.rounds)]
        for place, said in enumerate(WAYS.values()):
            faster, cheaper = (statistics.median(one[place][of] for one in rounds) for of in (0, 1))
            print(f"beside {said}: {faster:.2f} x its throughput, {cheaper:.2f} x its processor time")


def compare(path: Path, folder: Path) -> list[tuple[float, float]]:
    """Print and join; give, for each way of bare calls, by how much ours is faster and what part it costs."""
    ours = [sys.executable, "-m", "benchmarks.agreements", "--ours", str(path), str(folder)]
    figures, hashes = json.loads(subprocess.run(ours, stdout=subprocess.PIPE, check=True).stdout)
    mine, storage = Cost(*figures), Storage(folder)
    tell("in one go, each process", mine, len(hashes))
    told = "\n".join(json.dumps([str(storage.root / one[:2] / one), "Convenio"]) for one in hashes)
    tell("joining", run(("-m", "contest_portal.documents.join_worker", f"{folder}.pdf"), told), len(hashes))
    found = []
    for way, said in WAYS.items():
        bare = run(("-m", "benchmarks.agreement_bare", way, str(path)), "")
        tell(said, bare, len(hashes))
        found.append((bare.wall / mine.wall, mine.cpu / bare.cpu))
    return found


def print_ours(path: Path, folder: Path) -> None:
    """Print as the portal does, and tell what that cost and the hash of every file."""
    storage = Storage(folder)
    with path.open() as lines:
        orders = ((number, order_of(line)) for number, line in enumerate(lines))
        began, before = time.perf_counter(), spent()
        hashes = {
            number: storage.put(kept(printed))
            for number, printed in print_all(orders, workers=workers_here())
        }
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // MEGABYTE
    cost = (time.perf_counter() - began, spent() - before, peak)
    print(json.dumps([cost, [hashes[number] for number in sorted(hashes)]]))


def order_of(line: str) -> PrintOrder:
    """Read an order as it was written."""
    html, style, created, *file = json.loads(line)
    return PrintOrder(html, style, datetime.fromisoformat(created), AttachedFile(*file))


def kept(printed: Printed) -> bytes:
    """Give the file; one that could not be printed ends the measurement."""
    if isinstance(printed, PrintFailed):
        raise printed
    return printed


def spent() -> float:
    """Give the processor seconds of this process and of those that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def run(arguments: Sequence[str], told: str) -> Cost:
    """Run one process and measure it."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as stdin:
        stdin.write(told)
        stdin.seek(0)
        process = subprocess.Popen([sys.executable, *arguments], stdin=stdin, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // MEGABYTE)


def tell(what: str, cost: Cost, count: int) -> None:
    """Print a line of figures."""
    print(
        f"  {what}: {cost.wall:.1f} s, {count / cost.wall:.1f} a second, "
        f"{1000 * cost.cpu / count:.0f} ms of processor each, at most {cost.peak} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
