"""The files that the figures of the README come from are files that the register takes."""

from sqlalchemy.orm import Session

from benchmarks.invented_files import DISTRICTS, PERSONS_PER_HOUSEHOLD, as_csv, centres, districts, members
from tests.factories.registry_files import counts, imported


def test_the_register_takes_the_invented_files(session: Session) -> None:
    header, *rows = centres()
    first_of_each = (header, *(row for row in rows if row[0].endswith("0000")))

    taken = (
        counts(imported(session, "districts", as_csv(districts()))),
        counts(imported(session, "centres", as_csv(iter(first_of_each)))),
        counts(imported(session, "households", as_csv(members(10)))),
    )

    persons = 10 * PERSONS_PER_HOUSEHOLD
    assert taken == (
        (DISTRICTS, DISTRICTS, 0, 0, 0),
        (DISTRICTS, DISTRICTS, 0, 0, 0),
        (persons, persons, 0, 0, 0),
    )
