"""The hook for a virus scanner."""

import sys

import pytest

from contest_portal.kernel.scanner import Scan, Scanner

LOOKS = f"{sys.executable} -c 'import sys; sys.exit(b\"EICAR\" in sys.stdin.buffer.read())'"


@pytest.mark.parametrize(
    ("command", "content", "said"),
    [
        ("", b"EICAR", Scan.ABSENT),
        (" \t", b"EICAR", Scan.ABSENT),
        (LOOKS, b"a photo", Scan.CLEAN),
        (LOOKS, b"EICAR", Scan.INFECTED),
        ("false-scanner-that-is-not-there", b"", Scan.FAILED),
        ("unbalanced 'quote", b"", Scan.FAILED),
        (f"{sys.executable} -c 'raise SystemExit(2)'", b"", Scan.FAILED),
        ("''", b"", Scan.FAILED),
        ("/", b"", Scan.FAILED),
        ("sh -c 'kill -9 $$'", b"", Scan.FAILED),
        ("false", b"a photo", Scan.INFECTED),
        ("true", b"x" * 1_000_000, Scan.CLEAN),
        ("echo all is well", b"", Scan.CLEAN),
    ],
    ids=[
        *("none", "only blanks", "clean", "infected", "not installed", "badly written", "down", "no name"),
        *("a folder", "killed", "ends with 1", "reads nothing of a large file", "talks"),
    ],
)
def test_the_command_decides(command: str, content: bytes, said: Scan) -> None:
    assert Scanner(command).scan(content) is said
