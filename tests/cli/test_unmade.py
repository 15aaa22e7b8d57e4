"""Settings that the portal cannot start with: the check names them, other commands and servers refuse."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contest_portal.config import ROOT

SAFE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "DATA_KEY": "fedcba9876543210" * 4,
    "PUBLIC_URL": "https://fondos.example",
}


def run(folder: Path, change: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PORTAL_INSTANCE": str(folder), **change}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({**SAFE, "SECRET_KEY": "abc"}, ("secret_key", "SECRET_KEY can be guessed: make a random one")),
        ({"DATABASE_URL": "foo"}, ("database_url", "DATABASE_URL must be sqlite:///FILE or postgresql")),
        ({"DATABASE_URL": "oracle://x/y"}, ("database_url", "DATABASE_URL must be sqlite:///FILE or")),
        ({"RATE_LIMIT_STORAGE": "nonsense"}, ("rate_limit_storage", "RATE_LIMIT_STORAGE must be memory://")),
    ],
    ids=lambda case: case[0] if isinstance(case, tuple) else "",
)
def test_the_check_names_the_setting_that_nothing_starts_with(
    tmp_path: Path, change: dict[str, str], expected: tuple[str, str]
) -> None:
    result = run(tmp_path, change, "-m", "flask", "--app", "wsgi", "settings", "check", "--json")

    (found,) = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (1, "")
    assert (found["code"], found["unsafe"]) == (expected[0], True)
    assert found["sentence"].startswith(expected[1])


@pytest.mark.parametrize("words", [("audit", "verify"), ("run",)], ids=" ".join)
def test_other_commands_refuse_in_one_sentence(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(tmp_path, {"TRUSTED_PROXIES": "x"}, "-m", "flask", "--app", "wsgi", *words)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "Error: TRUSTED_PROXIES must be a number from 0 to 9\n"


def test_help_says_why_so_few_commands_are_there(tmp_path: Path) -> None:
    result = run(tmp_path, {"TRUSTED_PROXIES": "x"}, "-m", "flask", "--app", "wsgi", "--help")

    assert (result.returncode, "settings" in result.stdout) == (0, True)
    assert "Error: TRUSTED_PROXIES must be" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_server_does_not_start(tmp_path: Path) -> None:
    result = run(tmp_path, {**SAFE, "SECRET_KEY": "abc"}, "-c", "import wsgi")

    assert result.returncode == 1
    assert "BadSettings: SECRET_KEY can be guessed" in result.stderr
