"""What the run that prints all agreements counts and keeps."""

import pytest

from contest_portal.awards.rules.print_run import KEPT_FOR, SILENCE, VOLUME, is_over, is_silent, volumes_of
from tests.conftest import NOON


@pytest.mark.parametrize(
    ("agreements", "volumes"),
    [
        (0, ()),
        (1, (range(1),)),
        (VOLUME, (range(VOLUME),)),
        (VOLUME + 1, (range(VOLUME), range(VOLUME, VOLUME + 1))),
    ],
)
def test_every_agreement_is_in_one_file_in_order(agreements: int, volumes: tuple[range, ...]) -> None:
    assert volumes_of(agreements) == volumes


def test_a_run_is_given_up_and_its_files_forgotten_after_their_time() -> None:
    assert [is_silent(NOON, NOON + SILENCE * times) for times in (0, 1, 2)] == [False, False, True]
    assert [is_over(NOON, NOON + KEPT_FOR * times) for times in (0, 1, 2)] == [False, False, True]
