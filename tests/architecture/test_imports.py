"""The floors of the house: what may import what."""

import subprocess
import sys
from pathlib import Path

from contest_portal.config import ROOT


def test_every_import_contract_is_kept() -> None:
    program = Path(sys.executable).parent / "lint-imports"

    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout[-4000:]
    assert "4 kept, 0 broken" in result.stdout
