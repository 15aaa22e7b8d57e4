"""A folder of a work that was killed is removed by the next one; that of a work that goes on is not."""

import subprocess
import sys
from pathlib import Path

from contest_portal.cli.passing_folder import passing_folder

PREFIX = ".work-"
WORKING = """
import sys
from pathlib import Path
from contest_portal.cli.passing_folder import passing_folder
with passing_folder(Path(sys.argv[1]), sys.argv[2]) as folder:
    (folder / "part").write_text("unpacked")
    print(folder, flush=True)
    sys.stdin.read()
"""


def test_only_what_a_killed_work_left_is_removed(tmp_path: Path) -> None:
    others = [tmp_path / ".other-1", tmp_path / f"{PREFIX}file"]
    others[0].mkdir()
    others[1].write_text("a file is no folder of a work")
    with subprocess.Popen(
        [sys.executable, "-c", WORKING, tmp_path, PREFIX],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        theirs = Path(process.stdout.readline().strip())
        with passing_folder(tmp_path, PREFIX) as ours:
            beside = [theirs.exists(), ours.exists()]
        process.kill()
    left = (theirs / "part").read_text()

    with passing_folder(tmp_path, PREFIX) as next_one:
        found = set(tmp_path.iterdir())

    assert (beside, left, found) == ([True, True], "unpacked", {*others, next_one})
    assert not next_one.exists()
