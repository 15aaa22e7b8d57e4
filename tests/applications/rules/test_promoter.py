"""Which account may file for a group."""

from dataclasses import replace

import pytest

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.rules.promoter import Candidate, promoter_problem

FIT = Candidate(is_open=True, roles=frozenset({Role.PROMOTER}), represents=False, promotes=False)


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        pytest.param(FIT, None, id="fit"),
        pytest.param(replace(FIT, roles=FIT.roles | {Role.REPRESENTATIVE}), None, id="of another group"),
        pytest.param(replace(FIT, is_open=False), "promoter.closed", id="closed"),
        pytest.param(replace(FIT, roles=frozenset({Role.JUROR})), "promoter.other_account", id="a juror"),
        pytest.param(replace(FIT, promotes=True), "promoter.already", id="already"),
        pytest.param(replace(FIT, represents=True), "promoter.represents", id="the representative"),
    ],
)
def test_who_may(candidate: Candidate, code: str | None) -> None:
    problem = promoter_problem(candidate)

    assert (problem and (problem.code, problem.field)) == (code and (code, "email"))
