"""What a contest comes to does not hang on the order that a process draws for its sets."""

import os
import subprocess
import sys

from benchmarks.invented_bundles import invented_bundle
from contest_portal.config import ROOT
from contest_portal.publication.rules.bundle import write_bundle


def test_ranking_and_award_are_the_same_bytes_whatever_python_draws_for_its_hashes() -> None:
    """Sets and dictionaries of another process stand in another order: nothing that is worked out may follow it."""
    told = (
        "from benchmarks.invented_bundles import *; from contest_portal.publication.rules.bundle import *; "
    )
    told += "import sys; sys.stdout.write(write_bundle(invented_bundle(7, nested=True)))"
    written = {
        subprocess.run(
            [sys.executable, "-c", told],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout.decode()
        for seed in ("1", "2", "3")
    }

    assert written == {write_bundle(invented_bundle(7, nested=True))}
