"""In which order documents come."""

import pytest

from contest_portal.awards.rules.issuing import (
    IssuingFacts,
    acta_problems,
    agreement_problems,
    certificate_problems,
    resolution_problems,
    void_problems,
)
from contest_portal.kernel.problems import Problem


def facts(
    state: str = "allocated",
    *,
    acta: bool = False,
    resolution: bool = False,
    awards: int = 3,
    agreements: int = 0,
    unsigned: tuple[str, ...] = (),
    certificates: int = 0,
) -> IssuingFacts:
    return IssuingFacts(state, acta, resolution, awards, agreements, unsigned, certificates=certificates)


def codes(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    return tuple(problem.code for problem in problems)


@pytest.mark.parametrize(
    ("state", "acta", "expected"),
    [
        ("published", False, ("acta.not_scored",)),
        ("evaluating", False, ("acta.not_scored",)),
        ("scored", False, ()),
        ("allocated", False, ()),
        ("announced", False, ()),
        ("scored", True, ("acta.exists",)),
    ],
)
def test_the_acta_waits_for_the_scoring(state: str, acta: bool, expected: tuple[str, ...]) -> None:  # noqa: FBT001
    assert codes(acta_problems(facts(state, acta=acta))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (facts(acta=True), ()),
        (facts("announced", acta=True), ()),
        (facts(), ("resolution.no_acta",)),
        (facts("scored", acta=True, awards=0), ("resolution.not_allocated",)),
        (facts("evaluating", awards=0), ("resolution.no_acta", "resolution.not_allocated")),
        (facts(acta=True, awards=0), ()),
        (facts(acta=True, resolution=True), ("resolution.exists",)),
    ],
)
def test_the_resolution_rests_on_the_acta_and_the_allocation(
    given: IssuingFacts, expected: tuple[str, ...]
) -> None:
    assert codes(resolution_problems(given)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (facts(acta=True, resolution=True), ()),
        (facts(acta=True, resolution=True, agreements=2), ()),
        (facts(acta=True), ("agreement.no_resolution",)),
        (facts(acta=True, resolution=True, awards=0), ("agreement.no_awards",)),
        (facts(acta=True, resolution=True, agreements=3), ("agreement.all_issued",)),
        (facts(acta=True, resolution=True, unsigned=("C-004",)), ("agreement.nobody_signs",)),
    ],
)
def test_agreements_rest_on_the_resolution(given: IssuingFacts, expected: tuple[str, ...]) -> None:
    assert codes(agreement_problems(given)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (facts(acta=True, resolution=True, certificates=2), ()),
        (facts(acta=True), ("certificate.no_resolution",)),
        (facts(acta=True, resolution=True, awards=0), ("certificate.no_awards",)),
        (facts(acta=True, resolution=True, certificates=3), ("certificate.all_issued",)),
        (facts(acta=True, resolution=True, unsigned=("C-004",)), ()),
    ],
)
def test_certificates_rest_on_the_resolution_and_need_nobody_to_sign(
    given: IssuingFacts, expected: tuple[str, ...]
) -> None:
    assert codes(certificate_problems(given)) == expected


def test_groups_without_signers_are_named() -> None:
    (problem,) = agreement_problems(facts(acta=True, resolution=True, unsigned=("C-004", "C-009")))

    assert "C-004, C-009" in problem.text


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("acta", facts(acta=True), ()),
        ("acta", facts(acta=True, resolution=True), ("document.cited_by_resolution",)),
        ("resolution", facts(acta=True, resolution=True), ()),
        (
            "resolution",
            facts(acta=True, resolution=True, agreements=1),
            ("document.cited_by_agreements",),
        ),
        (
            "resolution",
            facts(acta=True, resolution=True, agreements=1, certificates=1),
            ("document.cited_by_agreements", "document.cited_by_certificates"),
        ),
        ("agreement", facts(acta=True, resolution=True, agreements=3), ()),
        ("certificate", facts(acta=True, resolution=True, certificates=3), ()),
    ],
)
def test_what_is_cited_is_not_voided(kind: str, given: IssuingFacts, expected: tuple[str, ...]) -> None:
    assert codes(void_problems(kind, given)) == expected
