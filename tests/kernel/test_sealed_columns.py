"""Sealed columns: opened with their secret alone, never compared, and the same on both databases."""

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.exc import InvalidRequestError

from contest_portal.kernel.sealed_columns import DataKeys, Sealed, use_keys
from contest_portal.kernel.sealed_secrets import CannotOpen

ACCOUNT = "01136600010003254221"
TABLE = Table("kept", MetaData(), Column("id", Integer, primary_key=True), Column("cci", Sealed("kept.cci")))
ONE = select(TABLE.c.cci).where(TABLE.c.id == 1)


@pytest.fixture
def engine() -> Engine:
    engine = create_engine("sqlite://")
    use_keys(engine.dialect, DataKeys("first"))
    with engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(insert(TABLE), [{"id": 1, "cci": ACCOUNT}, {"id": 2, "cci": None}])
    return engine


def test_the_file_holds_nothing_of_the_text_and_who_has_the_secret_reads_it(engine: Engine) -> None:
    with engine.connect() as connection:
        kept = connection.scalars(text("SELECT cci FROM kept ORDER BY id")).all()
        read = connection.scalars(select(TABLE.c.cci).order_by(TABLE.c.id)).all()

    assert ACCOUNT not in str(kept)
    assert (read, kept[1]) == ([ACCOUNT, None], None)


def test_only_whether_it_is_there_can_be_asked(engine: Engine) -> None:
    with engine.connect() as connection:
        there = connection.scalars(select(TABLE.c.id).where(TABLE.c.cci.is_not(None))).all()

        equal = connection.scalars(select(TABLE.c.id).where(TABLE.c.cci == ACCOUNT)).all()

    assert (there, equal) == ([1], [])
    for ask in (lambda one: one > ACCOUNT, lambda one: one.like("%1"), lambda one: one.in_([ACCOUNT])):
        with pytest.raises(InvalidRequestError, match="cannot be compared"):
            ask(TABLE.c.cci)


def test_keys_for_elsewhere_go_by_secret_and_purpose_the_newest_first() -> None:
    both, account = DataKeys("new", "older", "old"), "device 7"

    found = both.derived(account)

    assert found == tuple(DataKeys(secret).derived(account)[0] for secret in ("new", "older", "old"))
    assert len({*found, *both.derived("device 8")}) == 6
    assert {len(key) for key in found} == {32}


@pytest.mark.parametrize("keys", [DataKeys("second"), DataKeys()])
def test_another_secret_opens_nothing(engine: Engine, keys: DataKeys) -> None:
    use_keys(engine.dialect, keys)
    with engine.connect() as connection, pytest.raises(CannotOpen, match=r"kept\.cci"):
        connection.scalar(ONE)


def test_older_secrets_open_and_the_newest_seals() -> None:
    old, both = DataKeys("old"), DataKeys("new", "old")

    before, after = old.seal(ACCOUNT, purpose="a"), both.seal(ACCOUNT, purpose="a")

    assert [both.open(one, purpose="a") for one in (before, after)] == [ACCOUNT, ACCOUNT]
    assert [both.is_newest(one) for one in (before, after)] == [False, True]
    assert DataKeys("new").open(after, purpose="a") == ACCOUNT
    assert both.seal(ACCOUNT, purpose="a") != after


@pytest.mark.parametrize(
    "change",
    [
        lambda sealed: sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:],
        lambda sealed: sealed[:30],
        lambda sealed: sealed.replace("s1.", "s2."),
        lambda sealed: ACCOUNT,
        lambda sealed: "",
        lambda sealed: DataKeys("first").seal(ACCOUNT, purpose="another column"),
    ],
    ids=["altered", "cut", "another form", "in clear", "empty", "of another column"],
)
def test_what_is_not_as_it_was_sealed_is_not_opened(change) -> None:
    keys = DataKeys("first")
    with pytest.raises(CannotOpen):
        keys.open(change(keys.seal(ACCOUNT, purpose="kept.cci")), purpose="kept.cci")
