"""What each group is told can be worked out again and tells of nobody else; numbers drawn afterwards are found."""

from benchmarks.openings import look_at


def test_groups_of_invented_contests_work_their_result_out_again() -> None:
    found = look_at(12)

    assert (found.is_good, found.unfunded > 12, found.redrawn > 0) == (True, True, True)
