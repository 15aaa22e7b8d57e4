"""What is sealed or issued does not change, whatever program asks the database for it (INV-08, INV-09, A01)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Boolean, Column, Executable, Integer, Table, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.cli.guard_checks import SEALED
from contest_portal.documents.models import Document, DocumentSignature, DocumentText
from contest_portal.kernel.database import Base, UtcDateTime
from contest_portal.kernel.sealed_columns import DataKeys, Sealed, use_keys
from contest_portal.privacy.models import RetentionRun
from contest_portal.scoring.models import Sheet, SheetMark
from contest_portal.scoring.rest_models import SheetRest
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.allocation import ScoredContest
from tests.factories.publication import make_announced_contest
from tests.factories.scoring import make_juror, make_sheet

GUARDS_SAY = ("do not change", "append-only")


@pytest.fixture
def scored(session: Session) -> ScoredContest:
    """An announced contest with a printed and signed acta in words of the office's own, and a sheet whose words go."""
    scored = make_announced_contest(session)
    acta = session.scalars(select(Document).order_by(Document.id)).first()
    sheet = session.scalars(select(Sheet)).one()
    assert acta is not None
    own = DocumentText(
        office_id=scored.office.id, kind="acta", number=1, body="a", css="", sha256="1" * 64, reason="x",
        published_at=NOON, published_by=scored.staff.id,
    )  # fmt: skip
    signed = DocumentSignature(
        document_id=acta.id, signer="a", issuer="b", serial="1", is_test=True, signed_at=NOON,
        has_timestamp=False, has_revocation=False,
    )  # fmt: skip
    session.add_all([own, signed, SheetRest(sheet_id=sheet.id, seal="2" * 64)])
    session.flush()
    return scored


def refuses(session: Session, statement: Executable) -> bool:
    """Tell whether a guard, and not another rule, refused a statement; whatever it did is undone."""
    done = session.begin_nested()
    try:
        session.execute(statement)
    except DBAPIError as error:
        return any(word in str(error.orig) for word in GUARDS_SAY)
    else:
        return False
    finally:
        done.rollback()


def other(column: "Column[object]", held: object) -> object:
    """Give another value that the column could hold."""
    if isinstance(column.type, UtcDateTime):
        return NOON + timedelta(days=99)
    if isinstance(column.type, Boolean):
        return not held
    return 987_654 if isinstance(column.type, Integer) else "x"


def single_changes(session: Session) -> Iterator[tuple[str, Executable]]:
    """Give a change for each column of a row of each guarded table."""
    for name in SEALED:
        table = Base.metadata.tables[name]
        key = next(iter(table.primary_key))
        row = session.execute(select(table).order_by(key).limit(1)).one()
        for column in table.columns:
            changed = update(table).where(key == row._mapping[key])
            yield f"{name}.{column.name}", changed.values({column: other(column, row._mapping[column])})
        yield f"{name} removed", delete(table).where(key == row._mapping[key])


def test_no_column_of_a_final_sheet_or_an_issued_paper_changes_and_no_row_goes(
    session: Session, scored: ScoredContest
) -> None:
    passed = [what for what, change in single_changes(session) if not refuses(session, change)]

    assert passed == []


def test_no_mark_comes_to_a_final_sheet_and_none_moves_there(session: Session, scored: ScoredContest) -> None:
    final = session.scalars(select(Sheet)).one()
    juror = make_juror(session, scored.contest, make_user(session, Role.JUROR), phases="FIELD")
    draft = make_sheet(
        session, juror, scored.groups["Mishki Tanta"], "FIELD", {"F1": 1, "F2": 2}, final=False
    )
    marks = select(SheetMark.id).where(SheetMark.sheet_id == draft.id)
    changes = [
        insert(SheetMark).values(sheet_id=final.id, criterion_code="F2", units=1),
        update(SheetMark)
        .where(SheetMark.id.in_(marks.limit(1)))
        .values(sheet_id=final.id, criterion_code="F9"),
        update(SheetMark)
        .where(SheetMark.sheet_id == final.id)
        .values(sheet_id=draft.id, criterion_code="F9"),
    ]

    assert [refuses(session, change) for change in changes] == [True] * 3
    session.execute(update(SheetMark).where(SheetMark.sheet_id == draft.id).values(units=3))
    session.delete(draft)
    session.flush()


def test_no_whole_table_is_emptied_and_no_row_replaced(session: Session, scored: ScoredContest) -> None:
    """REPLACE of SQLite takes the old row away without asking the triggers of DELETE."""
    tables = [*SEALED, "audit"]
    emptied, replaced = "TRUNCATE {} CASCADE", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    is_sqlite = session.get_bind().dialect.name == "sqlite"

    passed = [
        table
        for table in tables
        if not refuses(session, text((replaced if is_sqlite else emptied).format(table)))
    ]

    assert passed == []


def near_misses(session: Session) -> Iterator[tuple[str, Executable]]:
    """Give what is nearly what the portal does to such rows: each lacks one thing, or brings one more."""
    sheet, mark, paper = update(Sheet), update(SheetMark), update(Document)
    back = {"state": "draft", "sealed_at": None, "sealed_sha256": None, "returned_reason": "Otra vez"}
    void = {"state": "void", "voided_at": NOON, "void_reason": "Error"}
    yield "returned, and the log does not say so", sheet.values(back)
    yield "words withdrawn, and nobody proposed it", sheet.values(comment="Retirado")
    yield "reasons withdrawn, and nobody proposed it", mark.values(reason="Retirado")
    yield "void with another number", paper.values(**void, number=Document.number + 50)
    yield "void with another file", paper.values(**void, file_sha256="0" * 64)
    yield "printed a second time", paper.values(file_sha256="0" * 64)
    yield (
        "void, and issued again",
        update(Document)
        .where(Document.state == "void")
        .values(state="issued", voided_at=None, void_reason=None),
    )
    yield "void for another reason", update(Document).where(Document.state == "void").values(void_reason="x")


def test_what_the_portal_does_is_let_through_as_a_whole_alone(
    session: Session, scored: ScoredContest
) -> None:
    last = session.scalars(select(Document).order_by(Document.id.desc())).first()
    assert last is not None
    last.state, last.voided_at, last.void_reason = "void", NOON, "Error de fecha"
    session.flush()

    passed = [what for what, change in near_misses(session) if not refuses(session, change)]

    assert passed == []


def test_while_words_are_withdrawn_nothing_else_goes(session: Session, scored: ScoredContest) -> None:
    session.add(
        RetentionRun(state="proposed", as_of=NOON.date(), plan="{}", plan_sha256="0" * 64, reason="x",
                     proposed_by=scored.staff.id, proposed_at=NOON)
    )  # fmt: skip
    session.flush()
    changes = [
        update(SheetMark).values(reason="Retirado"),  # it had none
        update(SheetMark).values(reason="Retirado", units=1),
        update(Sheet).values(comment="Otra cosa"),
        update(Sheet).values(comment="Retirado", sealed_sha256="0" * 64),
    ]

    assert [refuses(session, change) for change in changes] == [True] * 4
    assert not refuses(session, update(Sheet).values(comment="Retirado"))


def test_what_a_paper_says_is_sealed_anew_under_another_secret_and_with_nothing_else(
    session: Session, scored: ScoredContest
) -> None:
    table: Table = Base.metadata.tables["document"]
    assert isinstance(table.c.data.type, Sealed)
    dialect = session.get_bind().dialect
    alike = update(table).values(data="{}")
    try:
        same = refuses(session, alike)
        use_keys(dialect, DataKeys("another secret"))
        with_more, alone = refuses(session, alike.values(title="x")), refuses(session, alike)
    finally:
        use_keys(dialect, DataKeys())

    assert (same, with_more, alone) == (True, True, False)
