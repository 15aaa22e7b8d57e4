"""Where a token may be sent, and which variable may be read for it."""

import pytest

from contest_portal.kernel.problems import Problem
from contest_portal.registry.rules.source_settings import (
    address_problem,
    code_problem,
    is_loopback,
    name_problem,
    precedence_problem,
    variable_problem,
)


def code_of(problem: Problem | None) -> str | None:
    return None if problem is None else f"{problem.field}: {problem.code}"


@pytest.mark.parametrize(
    "address",
    [
        "https://padron.example",
        "https://padron.example/api/",
        "https://padron.example:8443",
        "http://127.0.0.1:8500",
        "http://localhost:8500/x",
        "http://[::1]:8500",
    ],
)
def test_address_that_a_token_may_be_sent_to(address: str) -> None:
    assert address_problem(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "padron.example",
        "http://padron.example",
        "http://10.0.0.8",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://localhost@evil.example",
        "https://user:secret@padron.example",
        "https://padron.example?token=secret",
        "https://padron.example#x",
        "https://pa dron.example",
        "https://padron.example\\@evil.example",
        "https://padrón.example",
        "https://",
        "https://[::1",
        "https://padron.example:puerto",
        "ftp://padron.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://padron.example/" + "x" * 300,
    ],
)
def test_address_that_no_token_may_be_sent_to(address: str) -> None:
    assert code_of(address_problem(address)) == "base_address: source.address"


@pytest.mark.parametrize(
    ("variable", "problem"),
    [
        ("REGISTRY_TOKEN_SISFOH", None),
        ("REGISTRY_TOKEN_2", None),
        ("REGISTRY_TOKEN_", "token_variable: source.variable"),
        ("SECRET_KEY", "token_variable: source.variable"),
        ("DATABASE_URL", "token_variable: source.variable"),
        ("registry_token_x", "token_variable: source.variable"),
        ("REGISTRY_TOKEN_X=1", "token_variable: source.variable"),
        ("REGISTRY_TOKEN_Ñ", "token_variable: source.variable"),
        ("", "token_variable: source.variable"),
    ],
)
def test_only_variables_for_tokens_may_be_named(variable: str, problem: str | None) -> None:
    assert code_of(variable_problem(variable)) == problem


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("sisfoh", None),
        ("padron-2", None),
        ("a", "code: source.code"),
        ("2padron", "code: source.code"),
        ("Padrón", "code: source.code"),
        ("padron vecino", "code: source.code"),
        ("p" * 31, "code: source.code"),
        ("", "code: source.code"),
    ],
)
def test_code(code: str, problem: str | None) -> None:
    assert code_of(code_problem(code)) == problem


@pytest.mark.parametrize(
    ("number", "is_good"), [(0, False), (1, True), (99, True), (100, False), (-1, False)]
)
def test_precedence(number: int, *, is_good: bool) -> None:
    assert (precedence_problem(number) is None) == is_good


@pytest.mark.parametrize(
    ("name", "is_good"), [("", False), ("SISFOH", True), ("x" * 100, True), ("x" * 101, False)]
)
def test_name(name: str, *, is_good: bool) -> None:
    assert (name_problem(name) is None) == is_good


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("x", False),
    ],
)
def test_loopback(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected
