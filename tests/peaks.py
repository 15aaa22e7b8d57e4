"""How much memory a piece of work takes, measured in a process of its own, where nothing else is."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from contest_portal.config import ROOT

_WORK = """
import sys
from importlib import import_module
from tests.peaks import peak_of
print(peak_of(getattr(import_module(sys.argv[1]), sys.argv[2])))
"""


def peak_growth(work: Callable[[], object]) -> int:
    """Give by how many bytes a function of a module, called without arguments, makes memory rise at its highest."""
    command = [sys.executable, "-c", _WORK, work.__module__, work.__qualname__]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def peak_of(work: Callable[[], object]) -> int:
    """Measure it in this process, and in the largest one that it starts.

    Of itself `ru_maxrss` tells too much: a process begins with the peak of who started it, here with what is forgotten.
    """
    Path("/proc/self/clear_refs").write_text("5")  # the peak of what was loaded
    before = _memory("VmRSS")
    work()
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    return max(_memory("VmHWM"), started) - before


def _memory(kind: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) << 10
