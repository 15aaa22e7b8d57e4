"""F-08: everybody sends around the closing, against the served portal; the benchmark of the deadline is the trial.

It refuses to pass when a group that pressed in time has no receipt, when one that pressed late has one, at any server
error, and when numbers, versions and receipts in the database are not those that groups were told.
"""

import os
import re
import subprocess
import sys

import pytest

from contest_portal.config import ROOT
from tests.faults.tally import Tally

MOST_SECONDS_95, MOST_SECONDS_ALL = {500: 5, 1500: 15}, {500: 15, 1500: 30}
PATIENCE_SECONDS = 600
CASES = [("postgresql", 500), ("sqlite", 500), ("postgresql", 1500), ("sqlite", 1500)]


@pytest.mark.parametrize(("kind", "senders"), CASES, ids=[f"{kind}-{count}" for kind, count in CASES])
def test_everybody_who_presses_in_time_is_received_once(tally: Tally, kind: str, senders: int) -> None:
    if (kind, senders) != CASES[0] and not tally.is_long:
        pytest.skip("in the long set")
    tally.begin("F-08", f"{senders} groups press within a minute around the closing", kind)
    command = [sys.executable, "-m", "benchmarks.deadline", "--senders", str(senders), "--database", kind]
    done = subprocess.run(
        [*command, "--receipts", "20"], cwd=ROOT, env=os.environ, capture_output=True, text=True,
        timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip
    most, longest = (
        float(re.findall(rf"{which} +([0-9.]+) s", done.stdout)[0])
        if which in done.stdout
        else PATIENCE_SECONDS
        for which in ("p95", "max")
    )
    tally.add([] if done.returncode == 0 else [done.stdout + done.stderr[-2000:]])
    tally.note = f"answered in {most:.1f} s (95 of 100), {longest:.1f} s (all)"
    slow = most > MOST_SECONDS_95[senders] or longest > MOST_SECONDS_ALL[senders]
    tally.add([tally.note] if slow and tally.is_long else [])

    tally.judge(twin_percent=None)
