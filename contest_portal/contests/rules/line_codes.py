"""Production lines get their code from their name, so that nobody has to invent one."""

import re

from contest_portal.kernel.identifiers import sort_key

MAX_CODE = 30
_BETWEEN = re.compile(r"[^a-z0-9]+")


def line_code(name: str) -> str:
    """Give the code of a line: its name in plain small letters with hyphens, cut to fit; empty when none is left."""
    plain = sort_key(name).replace("n~", "n")
    return _BETWEEN.sub("-", plain).strip("-")[:MAX_CODE].rstrip("-")
