"""The good rows now, the corrected ones after: in the end the register is that of the good file."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow
from contest_portal.registry.imports.rejected_rows import rejected_rows
from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.imports.stores import NOUNS
from contest_portal.registry.models.register import ImportBatch
from contest_portal.registry.rules.reports import ImportReport, RejectedFile
from contest_portal.registry.services.import_file import import_file
from tests.factories.registry_files import (
    CENTRES,
    COMPONENTS,
    DISTRICTS,
    HOUSEHOLDS,
    MEMBERSHIPS,
    STAFF,
    import_register,
    import_territory,
    imported,
    source,
)

GOOD_ROWS = ImportOptions(good_rows=True)


def import_good(session: Session, kind: str, content: str) -> ImportReport:
    return import_file(session, STAFF, kind=kind, source=source(content), options=GOOD_ROWS)


def stored(session: Session, kind: str) -> list[tuple[object, ...]]:
    """Give what the register holds of a kind, whatever file it came from."""
    found: list[tuple[object, ...]] = []
    for noun in NOUNS[kind]:
        columns = [noun.table.c[name] for name in (*noun.key, *noun.fields)]
        rows = session.execute(select(*columns, noun.table.c.gone_batch_id).order_by(*columns[:1]))
        found += [tuple(row) for row in rows]
    return found


@pytest.mark.parametrize(
    ("kind", "content", "good", "bad"),
    [
        ("districts", DISTRICTS, "090302", "90302"),
        ("centres", CENTRES, "-12.97,", "-97,"),
        ("households", HOUSEHOLDS, "2009-07-01", "=HOY()"),
    ],
)
def test_good_rows_then_the_corrected_ones_are_the_good_file(
    session: Session, kind: str, content: str, good: str, bad: str
) -> None:
    if kind != "districts":
        import_territory(session)
    before = session.begin_nested()
    imported(session, kind, content)
    expected = stored(session, kind)
    before.rollback()
    session.expire_all()
    wrong = content.replace(good, bad, 1)

    first = import_good(session, kind, wrong)
    back = rejected_rows(source(wrong), first).decode("utf-8-sig")
    marked = f"'{bad}" if bad[0] in "=-" else bad
    assert marked in back
    second = imported(session, kind, back.replace(marked, good, 1))

    assert (first.rejected, first.gone, first.is_complete) == (1, 0, False)
    assert (second.rejected, second.gone, second.is_complete) == (0, 0, False)
    assert stored(session, kind) == expected


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("components", COMPONENTS.replace("adobes,60.50", "adobes,=60")),
        ("memberships", MEMBERSHIPS.replace("juntos", "ninguno")),
    ],
)
def test_records_are_left_out_one_by_one_too(session: Session, kind: str, content: str) -> None:
    import_register(session)

    done = import_good(session, kind, content)

    assert (done.rejected, done.new) == (1, done.read - 1)


def test_what_the_good_rows_do_not_tell_of_stays(session: Session) -> None:
    import_territory(session)
    before = stored(session, "centres")
    shorter = CENTRES.replace("0903010001,090301,LIRCAY,U", "0903010001,090301,LIRCAY,X")

    done = import_good(session, "centres", "\n".join(shorter.splitlines()[:3]) + "\n")

    batch = session.get_one(ImportBatch, done.batch_id)
    assert (done.read, done.rejected, done.gone, batch.is_complete) == (2, 1, 0, False)
    assert stored(session, "centres") == before
    assert [notice.text for notice in done.notices] == [
        "Filas con problemas que quedan fuera: 1. Corríjalas en el archivo de filas rechazadas e impórtelo después. "
        "Nada queda como retirado por esta importación."
    ]
    deed = session.scalars(select(AuditRow.data).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert '"rows_left_out":1' in deed


def test_without_a_good_row_nothing_is_stored(session: Session) -> None:
    with pytest.raises(RejectedFile):
        import_good(session, "districts", DISTRICTS.replace("\n09", "\n9"))


def test_a_file_without_a_column_stores_nothing_even_so(session: Session) -> None:
    with pytest.raises(RejectedFile):
        import_good(session, "districts", DISTRICTS.replace("provincia", "x"))
