"""What the process that opens files answers is read as coming from a stranger."""

import json

import pytest

from contest_portal.kernel.sealed_opening import OpenedFile, UnfitFile, read_answer


def told(facts: object, sizes: object, body: bytes = b"") -> bytes:
    return json.dumps({"facts": facts, "sizes": sizes}).encode() + b"\n" + body


@pytest.mark.parametrize(
    ("answer", "opened"),
    [
        pytest.param(told({"pages": 3}, []), OpenedFile(3, ()), id="a pdf"),
        pytest.param(told({}, [3, 2], b"onetw"), OpenedFile(None, (b"one", b"tw")), id="a photo"),
        pytest.param(told({}, [0, 2], b"tw"), OpenedFile(None, (b"", b"tw")), id="an empty part"),
        pytest.param(told({}, [3], b"\n\n\n"), OpenedFile(None, (b"\n\n\n",)), id="line ends in a part"),
        pytest.param(told({}, [3], b"\x00\xff\n"), OpenedFile(None, (b"\x00\xff\n",)), id="any bytes"),
    ],
)
def test_parts_are_cut_where_the_head_says(answer: bytes, opened: OpenedFile) -> None:
    assert read_answer(answer) == opened


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(told({}, [5], b"abc"), id="less than it says"),
        pytest.param(told({}, [1], b"abc"), id="more than it says"),
        pytest.param(told({}, [], b"abc"), id="bytes of no part"),
        pytest.param(told({}, [-1, 4], b"abc"), id="less than nothing"),
        pytest.param(told({}, [float("inf")]), id="without end"),
        pytest.param(told({}, [float("nan")]), id="not a number"),
        pytest.param(told({}, ["x"]), id="a word for a size"),
        pytest.param(told({}, None), id="no sizes"),
        pytest.param(told(None, []), id="no facts"),
        pytest.param(told(["pages"], []), id="a list of facts"),
        pytest.param(told({"pages": "3"}, []), id="pages in letters"),
        pytest.param(told({"pages": [3]}, []), id="a list of pages"),
        pytest.param(b'{"sizes": []}\n', id="facts left out"),
        pytest.param(b"null\n", id="nothing"),
        pytest.param(b"\xff\xfe\n", id="no text"),
        pytest.param(b"[" * 100_000 + b"\n", id="without bottom"),
        pytest.param(b'{"facts": {}, \n"sizes": []}', id="two lines"),
    ],
)
def test_what_does_not_add_up_is_a_damaged_file(answer: bytes) -> None:
    with pytest.raises(UnfitFile) as refusal:
        read_answer(answer)

    assert (refusal.value.code, refusal.value.figures) == ("damaged", {})


@pytest.mark.parametrize(
    ("facts", "code", "figures"),
    [
        ({"unfit": "encrypted"}, "encrypted", {}),
        ({"unfit": "pages", "pages": 61, "max": 60}, "pages", {"pages": "61", "max": "60"}),
        ({"unfit": "pixels", "max": 50}, "pixels", {"max": "50"}),
        ({"unfit": 7}, "7", {}),
    ],
)
def test_a_file_that_is_not_taken_has_its_code_and_figures_as_text(
    facts: dict[str, object], code: str, figures: dict[str, str]
) -> None:
    with pytest.raises(UnfitFile) as refusal:
        read_answer(told(facts, [], b"whatever follows"))

    assert (refusal.value.code, refusal.value.figures) == (code, figures)
