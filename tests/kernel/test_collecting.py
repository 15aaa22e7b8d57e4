"""The collector of cycles rests for a while and is left as it was found."""

import gc

import pytest

from contest_portal.kernel.collecting import no_collecting


def test_the_collector_rests_meanwhile_and_works_again_after_an_error() -> None:
    seen = []

    @no_collecting()
    def broken() -> None:
        seen.append(gc.isenabled())
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        broken()

    assert (seen, gc.isenabled()) == ([False], True)


def test_the_inner_of_two_rests_does_not_wake_it() -> None:
    with no_collecting():
        with no_collecting():
            pass

        assert not gc.isenabled()
