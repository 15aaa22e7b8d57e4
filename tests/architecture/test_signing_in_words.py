"""What docs/operations.md says of signing in is what the portal does."""

import re

from contest_portal.accounts.rules.lasting import IDLE_HOURS, SESSION_HOURS, TEMPORARY_DAYS
from contest_portal.config import ROOT
from contest_portal.kernel.passwords import MAX_LENGTH, MIN_LENGTH
from tests.architecture.sources import modules, name_of

WORDS = " ".join((ROOT / "docs/operations.md").read_text("utf-8").split())
OPENS = re.compile(r"open_session\(\s*(?:queries\.)?account")
LIMITS = (ROOT / "contest_portal/web/shared/limits.py").read_text("utf-8")


def test_times_and_lengths_are_those_of_the_program() -> None:
    said = (
        f"lasts {SESSION_HOURS} hours at most",
        f"{IDLE_HOURS} hours without a request",
        f"good for {TEMPORARY_DAYS} days",
        f"{MIN_LENGTH} to {MAX_LENGTH} signs",
    )

    assert [words for words in said if words not in WORDS] == []


def test_tries_are_those_of_the_program() -> None:
    tries = WORDS.partition("Against guessing: ")[2].partition("Nobody is locked out")[0]

    assert {"10", "30", "60", "5", "40"} == set(re.findall(r"[0-9]+", tries))
    assert set(re.findall(r"([0-9]+) per", LIMITS)) == set(re.findall(r"[0-9]+", tries))


def test_every_way_in_is_told() -> None:
    openers = {name_of(path) for path in modules() if OPENS.search(path.read_text("utf-8"))}

    assert openers == {
        "contest_portal/web/account/own_account.py",
        "contest_portal/web/account/second_factor.py",
        "contest_portal/web/account/sign_in.py",
        "contest_portal/web/shared/session.py",
    }
    assert all(f"`{way}`" in WORDS for way in ("/ingresar", "/ingresar/codigo", "/cuenta"))
