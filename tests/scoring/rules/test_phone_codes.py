"""The texts of QR pictures, put together again: any order, any number of times, and nothing else."""

import pytest

from contest_portal.kernel.problems import Refused
from contest_portal.scoring.rules.phone_codes import join_codes
from tests.factories.phones import codes_of

TEXT = '{"entries":[{"body":"Ñañá 1","signature":""}]}'
CODES = codes_of(TEXT, room=9)
OTHER = codes_of(TEXT.replace("1", "2"), room=9)
BOMB = codes_of("0" * 2_000, room=900)


@pytest.mark.parametrize("how", ["z", "p"])
@pytest.mark.parametrize("room", [7, 4_000])
def test_codes_in_any_order_and_twice_give_the_text(how: str, room: int) -> None:
    codes = codes_of(TEXT, room=room, how=how)

    assert join_codes("\n \n".join([*reversed(codes), *codes[:2]]), longest=1_000) == TEXT


@pytest.mark.parametrize(
    ("codes", "problem", "missing"),
    [
        ([], "none", None),
        (["https://example.org"], "foreign", None),
        ([CODES[0].replace(":1/", ":99/")], "foreign", None),
        ([CODES[0].replace(":1/", ":0/")], "foreign", None),
        (CODES[1:], "missing", "1"),
        (CODES[:1], "missing", ", ".join(map(str, range(2, len(CODES) + 1)))),
        ([*CODES, OTHER[0]], "mixed", None),
        ([*CODES, f"{CODES[0]}A"], "mixed", None),
        ([f"{CODES[0][:-3]}AAA", *CODES[1:]], "mixed", None),
        ([code.replace(":z:", ":p:") for code in CODES], "mixed", None),
        (BOMB, "mixed", None),
    ],
)
def test_what_is_no_whole_chain_is_refused(codes: list[str], problem: str, missing: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        join_codes("\n".join(codes), longest=1_000)

    found = refusal.value.problems[0]
    assert (found.code, found.params.get("missing")) == (f"codes.{problem}", missing)
