"""Folders of tests."""

import re
from itertools import count
from pathlib import Path

import pytest

_NUMBERS = count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test. To number one, pytest's own reads the names of all there are: thousands in the end."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}-{next(_NUMBERS)}"
    folder.mkdir(0o700)
    return folder
