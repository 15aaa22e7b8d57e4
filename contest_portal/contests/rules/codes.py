"""Codes name things within a contest, so none may name two."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from contest_portal.kernel.problems import N_, Problem

SHORT_CODE = re.compile(r"[A-Za-z0-9_.-]{1,20}", re.ASCII)
"""What a phase, a category or a criterion may be called; tables keep twenty characters."""


def repeated_codes(problem_code: str, field: str, codes: Iterable[str]) -> Iterator[Problem]:
    """Give one problem per code that is used more than once, in the order of first use."""
    for code, times in Counter(codes).items():
        if times > 1:
            yield Problem(
                problem_code,
                field=field,
                message=N_("El código «%(code)s» está repetido. Use un código distinto para cada uno."),
                params={"code": code},
            )
