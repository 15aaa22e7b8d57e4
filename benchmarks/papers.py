"""Let a checker that others wrote look at one paper of each kind: PDF/UA-1, as `outloud` reads it.

    python -m benchmarks.papers             invented papers, one of each kind
    python -m benchmarks.papers FILE…       these files

Ends with 1 when a requirement of the standard is broken. What only looks odd to the checker is told and does not count.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from contest_portal.awards.documents.registry import KINDS
from tests.documents.every_kind import printed

WAIVED = frozenset({"FRM-003", "TBL-010"})
"""A field outside of the page need not be read (ISO 14289-1, 7.18.1); tables of two columns have many heads."""


def main() -> None:
    """Check the files that are named, or those of each kind."""
    try:
        from outloud import check  # noqa: PLC0415 - no package of ours: it brings a renderer of its own
    except ImportError:
        sys.exit("This needs outloud: pip install outloud==0.2.1")
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        for file in [Path(one) for one in sys.argv[1:]] or _every_kind(Path(folder)):
            found = check(str(file)).sorted_findings()
            errors = [one for one in found if one.severity == "error" and one.rule not in WAIVED]
            broken += bool(errors)
            print(f"{file.stem}: {'broken' if errors else 'holds'}")
            for one in found:
                print(f"    {'waived' if one.rule in WAIVED else one.severity} {one.rule}: {one.message}")
    sys.exit(1 if broken else 0)


def _every_kind(folder: Path) -> Iterator[Path]:
    for code in KINDS:
        file = folder / f"{code}.pdf"
        file.write_bytes(printed(code))
        yield file


if __name__ == "__main__":
    main()
