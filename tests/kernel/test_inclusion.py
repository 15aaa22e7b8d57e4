"""A proof of a row: it holds for what it was made of, and for nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.canonical import Json, canonical_json, sha256_hex
from contest_portal.kernel.inclusion import holds, prove, read_inclusion, write_inclusion
from contest_portal.kernel.problems import Refused

CONTENTS: list[Json] = [[number, "x.done"] for number in range(1, 14)]
HASHES = [sha256_hex(canonical_json(content)) for content in CONTENTS]


@given(st.integers(1, len(HASHES)).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size))))
def test_every_row_of_every_state_is_proven(told: tuple[int, int]) -> None:
    size, row = told
    proof = prove(HASHES[:size], row, content=CONTENTS[row - 1])

    assert holds(proof)
    assert read_inclusion(write_inclusion(proof).encode()) == proof


@pytest.mark.parametrize(
    "changed",
    [
        {"row": 4},
        {"size": 4},
        {"root": HASHES[0]},
        {"hash": HASHES[3]},
        {"steps": ()},
        {"content": canonical_json([5, "y.done"])},
    ],
    ids=["another row", "a state without it", "another root", "another hash", "no steps", "another content"],
)
def test_what_was_changed_proves_nothing(changed: dict[str, object]) -> None:
    proof = prove(HASHES, 5, content=CONTENTS[4])

    assert not holds(replace(proof, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", [0, 14, -1])
def test_a_row_that_is_not_there_has_no_proof(row: int) -> None:
    with pytest.raises(IndexError):
        prove(HASHES, row)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff",
        write_inclusion(prove(HASHES, 2)).replace("asiento/1", "asiento/2").encode(),
        write_inclusion(prove(HASHES, 2)).replace(HASHES[1], "zz").encode(),
    ],
)
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_inclusion(content)
