"""What an office must have before it can number and sign."""

from dataclasses import replace

import pytest

from contest_portal.accounts.rules.office import OfficeDetails, code_stays, office_problems

DETAILS = OfficeDetails(
    code="UT-LIRCAY",
    name="Unidad Territorial Lircay",
    programme="Programa de Emprendimientos Rurales",
    city="Lircay",
    address="Jirón Puno 120",
    ruc="20512333797",
    signer_name="Irma Solís Quinto",
    signer_title="Jefa de la Unidad Territorial",
)


def found(**changes: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in office_problems(replace(DETAILS, **changes))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ruc": None},
        {"code": "UT"},
        {"code": "A" * 40},
        {"name": "Ut"},
        {"name": "x" * 160},
        {"city": "x" * 80},
        {"address": "x" * 200},
    ],
    ids=str,
)
def test_office_that_may_be(changes: dict[str, object]) -> None:
    assert found(**changes) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"code": ""}, ("office.code", "code"), id="no code"),
        pytest.param({"code": "ut-lircay"}, ("office.code", "code"), id="small letters"),
        pytest.param({"code": "UT LIRCAY"}, ("office.code", "code"), id="space"),
        pytest.param({"code": "UT-ÑAHUI"}, ("office.code", "code"), id="beyond ASCII"),
        pytest.param({"code": "-UT"}, ("office.code", "code"), id="hyphen first"),
        pytest.param({"code": "A" * 41}, ("office.code", "code"), id="endless code"),
        pytest.param({"name": "x"}, ("office.name", "name"), id="one letter"),
        pytest.param({"name": "x" * 161}, ("office.name", "name"), id="endless name"),
        pytest.param({"programme": ""}, ("office.programme", "programme"), id="no programme"),
        pytest.param({"city": "x" * 81}, ("office.city", "city"), id="endless city"),
        pytest.param({"address": "x" * 201}, ("office.address", "address"), id="endless address"),
        pytest.param({"signer_name": ""}, ("office.signer_name", "signer_name"), id="nobody signs"),
        pytest.param({"signer_title": ""}, ("office.signer_title", "signer_title"), id="no title"),
        pytest.param({"ruc": "20512333798"}, ("ruc.invalid", "ruc"), id="wrong check digit"),
        pytest.param({"ruc": ""}, ("ruc.invalid", "ruc"), id="empty RUC"),
    ],
)
def test_office_that_may_not_be(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert found(**changes) == [expected]


def test_every_problem_is_said_at_once() -> None:
    assert found(code="", city="") == [("office.code", "code"), ("office.city", "city")]


@pytest.mark.parametrize(
    ("after", "has_documents", "refused"),
    [("UT-LIRCAY", True, False), ("UT-ANTA", False, False), ("UT-ANTA", True, True)],
)
def test_code_stays_once_a_document_bears_it(after: str, *, has_documents: bool, refused: bool) -> None:
    problem = code_stays("UT-LIRCAY", after, has_documents=has_documents)

    assert (problem is not None) is refused
