"""Every problem that a row of a file can have has a name of its own on the page."""

import re
from pathlib import Path

from contest_portal.registry import rules
from contest_portal.web.staff.registry_view import PROBLEM_LABELS

_MADE = re.compile(r'(?:BadCell|Problem)\(\s*"([a-z_]+\.[a-z_]+)"')


def test_what_a_kind_of_file_refuses_is_named_among_the_problems() -> None:
    root = Path(next(iter(rules.__path__)))
    files = [*root.glob("kinds/*.py"), *(root / f"{name}.py" for name in ("cells", "kinship", "class_days"))]
    codes = {code for file in files for code in _MADE.findall(file.read_text(encoding="utf-8"))}

    assert len(codes) > 10
    assert codes - PROBLEM_LABELS.keys() == set()
