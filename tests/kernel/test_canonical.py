"""Canonical writing: the same data gives the same bytes, everywhere."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.canonical import Json, canonical_hash, canonical_json, sha256_hex

texts = st.text(st.characters(codec="utf-8"))
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_without_spaces_and_accents_stay() -> None:
    assert canonical_json({"b": [1, True, None], "a": "Ñahui"}) == '{"a":"Ñahui","b":[1,true,null]}'


def test_tuples_are_written_as_lists() -> None:
    assert canonical_json((1, ("x",))) == '[1,["x"]]'


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.5, id="binary fraction"),
        pytest.param(float("nan"), id="no number"),
        pytest.param(float("inf"), id="infinity"),
        pytest.param([1, [2.0]], id="inside a list"),
        pytest.param({"a": {"b": 0.1}}, id="inside an object"),
        pytest.param(Fraction(1, 2), id="fraction"),
        pytest.param(b"bytes", id="bytes"),
        pytest.param({1: "a"}, id="key that is no text"),
        pytest.param({"a": {1, 2}}, id="set"),
    ],
)
def test_what_two_machines_might_write_differently_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)  # type: ignore[arg-type]


@given(documents)
def test_reading_gives_the_data_back(document: Json) -> None:
    assert json.loads(canonical_json(document)) == document


@given(documents)
def test_writing_what_was_read_gives_the_same_bytes(document: Json) -> None:
    written = canonical_json(document)

    assert canonical_json(json.loads(written)) == written


@given(st.dictionaries(texts, st.integers(), min_size=2, max_size=5))
def test_order_of_keys_does_not_matter(document: dict[str, int]) -> None:
    backwards = dict(reversed(document.items()))

    assert canonical_hash(document) == canonical_hash(backwards)


def test_hash_is_sha256_of_the_utf8_bytes() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert (sha256_hex(""), sha256_hex(b"")) == (empty, empty)
    assert sha256_hex("ñ") == sha256_hex("ñ".encode())
    assert canonical_hash({"a": 1}) == sha256_hex('{"a":1}')
