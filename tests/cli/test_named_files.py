"""What a command says of the files it is given, before it does anything."""

from pathlib import Path

import pytest

from contest_portal.cli.named_files import unreadable, unwritable
from contest_portal.kernel.problems import Problem


def code(problem: Problem | None) -> str | None:
    return None if problem is None else problem.code


def test_a_file_that_is_there_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "datos.csv"
    path.write_text("ubigeo")

    assert unreadable(path) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("no-existe.csv", "file.absent"),
        ("no-hay/datos.csv", "file.absent"),
        (".", "file.is_folder"),
        ("x" * 300, "file.cannot_open"),
    ],
    ids=["absent", "no folder", "a folder", "no possible name"],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, expected: str) -> None:
    assert code(unreadable(tmp_path / name)) == expected


def test_a_report_is_neither_made_nor_emptied_by_asking(tmp_path: Path) -> None:
    (tmp_path / "antes.csv").write_text("de ayer")

    assert (unwritable(tmp_path / "antes.csv"), unwritable(tmp_path / "nueva.csv")) == (None, None)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("antes.csv", "de ayer")]


@pytest.mark.parametrize(
    ("name", "expected"), [("no-hay/r.csv", "report.no_folder"), (".", "report.is_folder")]
)
def test_a_report_that_cannot_be_written_says_why(tmp_path: Path, name: str, expected: str) -> None:
    assert code(unwritable(tmp_path / name)) == expected


@pytest.mark.parametrize("place", ["/proc/1/nueva.csv", "/proc/version"])
def test_a_place_where_nobody_writes_is_refused(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr("os.access", lambda *_asked: False)

    assert code(unwritable(Path(place))) == "report.cannot_write"
