"""JSON from machines: one way to read it, or none."""

import pytest

from contest_portal.kernel.strict_json import DEEPEST, read_json


def test_what_is_sound_is_read() -> None:
    assert read_json('{"a":[1,"ñ",true,null]}', longest=40) == {"a": [1, "ñ", True, None]}
    assert read_json(b"[" * DEEPEST + b"]" * DEEPEST, longest=40)


@pytest.mark.parametrize(
    "text",
    [
        "1.0", "1e3", "NaN", "Infinity", "-Infinity", '{"a":1,"a":2}', '"\\ud800"', '"\\udc00x"', "[1,]", "",
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "[" * 100_000, "9" * 5000, "'a'", "{a:1}", '"\t"', "1 2",
        "\ufeff1", "0x1", "01", "+1",
    ],
)  # fmt: skip
def test_what_two_programs_could_read_differently_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(text, longest=200_000)


@pytest.mark.parametrize("content", [b"\xff", '"é"'.encode("latin-1"), b'"aaaaaaaaa"'])
def test_bytes_that_are_no_utf_8_or_too_many_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(content, longest=10)
