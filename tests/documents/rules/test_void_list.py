"""The list of void documents: read back whole, and never taken for a stamp."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.rules.stamps import read_stamp
from contest_portal.documents.rules.void_list import read_void_list, void_list_bytes

SECONDS = st.integers(0, 2**32 - 1)
INSTANTS = SECONDS.map(lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=40)


@given(INSTANTS, HASHES)
def test_a_list_is_read_back_in_order_whatever_order_it_came_in(at: datetime, hashes: list[str]) -> None:
    message = void_list_bytes(at, hashes)

    assert read_void_list(message) == (at, tuple(sorted({one[:16] for one in hashes})))
    assert message == void_list_bytes(at, reversed(hashes))


@given(INSTANTS, HASHES)
def test_it_is_no_stamp(at: datetime, hashes: list[str]) -> None:
    with pytest.raises(ValueError, match="another layout"):
        read_stamp(void_list_bytes(at, hashes))


@pytest.mark.parametrize("message", [b"", b"\x02", b"\x02\0\0\0", b"\x01\0\0\0\0", b"\x02\0\0\0\0short"])
def test_what_is_no_list_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match="no list"):
        read_void_list(message)
