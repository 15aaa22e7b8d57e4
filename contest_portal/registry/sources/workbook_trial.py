"""Open a workbook with little memory at hand, in a process of its own: `python workbook_trial.py FILE MEGABYTES`.

Ends with 0 when it opens, with 3 when the library says what is wrong with it; anything else means that it needed more
memory than given. It imports nothing of the portal, so that it starts at once.
"""

import resource
import sys

from python_calamine import CalamineError, PasswordError, XmlError, ZipError, load_workbook

DAMAGED = 3


def main(path: str, megabytes: str) -> int:
    """Take every sheet into memory, as reading it would."""
    most = int(megabytes) << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        workbook = load_workbook(path)
        for place in range(len(workbook.sheets_metadata)):
            workbook.get_sheet_by_index(place)
    except (CalamineError, PasswordError, ZipError, XmlError, OSError, ValueError):
        return DAMAGED  # what it is, is said by whoever opens it next
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
