"""Print documents, one after another, in a process of its own that stays warm.

`python -m contest_portal.documents.print_worker STORAGE` reads a line of JSON, the stylesheet, and then one order a
line; it keeps each file in the storage and answers with its hash. It ends with its stdin, so none outlives its portal.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.pdf import AttachedFile, render_pdf
from contest_portal.kernel.storage import Storage


def order_line(html: str, created: datetime, attached: AttachedFile) -> str:
    """Write an order as `answers` reads it."""
    return json.dumps([html, created.isoformat(), attached.name, attached.description, attached.content])


def answers(lines: Iterable[str], storage: Storage) -> Iterator[str]:
    """Carry out the orders that follow the stylesheet; give the hash of each file."""
    orders = iter(lines)
    stylesheet = str(json.loads(next(orders)))
    for line in orders:
        yield storage.put(_printed(json.loads(line), stylesheet))


def _printed(order: Json, stylesheet: str) -> bytes:
    if not isinstance(order, list):
        raise TypeError("an order is a list")
    html, created, *attached = map(str, order)
    return render_pdf(
        html,
        stylesheet=stylesheet,
        created=datetime.fromisoformat(created),
        attached=AttachedFile(*attached),
    )


def main() -> None:
    """Answer line by line."""
    for answer in answers(sys.stdin, Storage(Path(sys.argv[1]))):
        print(answer, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
