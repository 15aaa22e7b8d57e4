"""What is sealed opens with the same key and for the same purpose alone."""

import pytest

from contest_portal.kernel.sealed_secrets import CannotOpen, Sealer

SEALER = Sealer("a secret of this portal")
SEALED = SEALER.seal("ábaco", purpose="one")


def test_what_was_sealed_opens_again_and_never_looks_the_same() -> None:
    assert SEALER.open(SEALED, purpose="one") == "ábaco"
    assert SEALER.seal("ábaco", purpose="one") != SEALED


@pytest.mark.parametrize(
    ("sealer", "sealed", "purpose"),
    [
        pytest.param(Sealer("another secret"), SEALED, "one", id="another key"),
        pytest.param(SEALER, SEALED, "two", id="another purpose"),
        pytest.param(SEALER, SEALED[:-8] + "AAAAAAA=", "one", id="changed"),
        pytest.param(SEALER, SEALED[:8], "one", id="cut"),
        pytest.param(SEALER, "", "one", id="nothing"),
        pytest.param(SEALER, "ñ" * 40, "one", id="not sealed at all"),
    ],
)
def test_nothing_else_opens(sealer: Sealer, sealed: str, purpose: str) -> None:
    with pytest.raises(CannotOpen):
        sealer.open(sealed, purpose=purpose)


def test_a_hash_depends_on_key_and_purpose() -> None:
    hashes = {
        SEALER.keyed_hash("code", purpose="one"),
        SEALER.keyed_hash("code", purpose="two"),
        Sealer("another secret").keyed_hash("code", purpose="one"),
    }

    assert (len(hashes), SEALER.keyed_hash("code", purpose="one") in hashes) == (3, True)
