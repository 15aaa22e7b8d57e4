"""What a trial's twin takes away is still there to be taken away: trials run at night, and this with every change."""

import subprocess
import sys

from contest_portal.config import ROOT
from tests.faults.sabotage import SABOTAGES

_TAKE_AWAY = """
import os, sys
from tests.faults.sabotage import SABOTAGES
for name in sys.argv[1:]:
    child = os.fork()  # each in a process of its own
    if not child:
        SABOTAGES[name]()
        os._exit(0)
    print(name, os.waitpid(child, 0)[1])
"""


def taken_away(*names: str) -> dict[str, str]:
    """Give how it ended for each: 0 where all that it takes away was there."""
    done = subprocess.run(
        [sys.executable, "-c", _TAKE_AWAY, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(line.split() for line in done.stdout.splitlines())


def test_each_protection_that_a_twin_does_without_is_there() -> None:
    assert taken_away(*SABOTAGES) == dict.fromkeys(SABOTAGES, "0")


def test_one_that_is_not_there_is_noticed() -> None:
    assert taken_away("no_such_thing") == {"no_such_thing": "256"}
