"""What the README tells a newcomer to type is there to be typed."""

import os
import re

import pytest
from click import Command, Group
from flask import Flask

from contest_portal.app import create_app
from contest_portal.config import ROOT, Settings
from contest_portal.kernel.database import Database

README = (ROOT / "README.md").read_text()
FLASK_COMMAND = re.compile(r"flask --app wsgi ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)")


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    settings = Settings(
        environment="testing",
        database_url="unused",
        secret_key="test secret",
        storage_dir=tmp_path_factory.mktemp("storage"),
        public_url="https://fondos.example",
    )
    return create_app(settings, database=Database("sqlite://"))


def find_command(group: Command, words: list[str]) -> bool:
    for word in words:
        if not isinstance(group, Group) or word not in group.commands:
            return False
        group = group.commands[word]
    return True


@pytest.mark.parametrize("program", ["bin/demo", "bin/test"])
def test_two_commands_do_everything(program: str) -> None:
    assert program in README
    assert os.access(ROOT / program, os.X_OK)


def test_every_program_named_is_there() -> None:
    named = set(re.findall(r"(?<![./\w])bin/[a-z-]+", README)) | set(re.findall(r"\.ci/[a-z-]+", README))

    assert {name for name in named if not os.access(ROOT / name, os.X_OK)} == set()


def test_every_program_is_executable() -> None:
    assert [path.name for path in (ROOT / "bin").iterdir() if not os.access(path, os.X_OK)] == []


def test_every_flask_command_named_is_there(bare_app: Flask) -> None:
    named = {match[1] for match in FLASK_COMMAND.finditer(README)}

    assert {name for name in named if not find_command(bare_app.cli, name.split()[:2])} == set()


def test_every_file_linked_is_there() -> None:
    linked = {target.partition("#")[0] for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README)} - {""}

    assert {name for name in linked if not (ROOT / name).exists()} == set()


def test_every_setting_named_is_read() -> None:
    source = (ROOT / "contest_portal" / "config.py").read_text()
    tools = "".join(path.read_text() for path in (ROOT / "bin").iterdir())
    named = set(re.findall(r"`([A-Z]{2,}(?:_[A-Z]+)+)`", README))

    assert {name for name in named if name not in source and name not in tools} == set()
