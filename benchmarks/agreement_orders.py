"""The orders that `benchmarks.agreements` prints, written in a process of its own: agreements of invented groups."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic import command

from benchmarks.search import an_empty_database
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.cli.database import alembic_config
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.storage import Storage
from tests.factories.awards import issued_agreements, make_awarded_contest


def write_orders(path: Path, count: int) -> None:
    """Write so many orders, a line each, as the printing processes read them."""
    with tempfile.TemporaryDirectory() as folder, an_empty_database("sqlite") as url:
        command.upgrade(alembic_config(url), "head")
        press = Press(Storage(Path(folder)), "https://fondos.example")
        with path.open("wb") as file:
            file.writelines(
                press.order(AGREEMENT, one).line() for one in invented_agreements(Database(url), count)
            )


def invented_agreements(database: Database, count: int) -> Iterator[Document]:
    """Issue one agreement and give so many like it, each with a number and a group of its own."""
    with database.transaction() as session:
        issued = issued_agreements(session, make_awarded_contest(session))[0]
    for number in range(1, count + 1):
        data = issued.data.replace("N.° 001-", f"N.° {number:03d}-").replace("grupo", f"grupo {number}")
        yield Document(
            id=number,
            kind=issued.kind,
            state=issued.state,
            data=data,
            data_sha256=sha256_hex(data),
            issued_at=issued.issued_at,
        )


if __name__ == "__main__":
    write_orders(Path(sys.argv[1]), int(sys.argv[2]))
