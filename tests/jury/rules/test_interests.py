"""Declarations of interest."""

from contest_portal.jury.rules.interests import (
    DeclarableGroup,
    Declaration,
    declaration_problems,
    with_own_groups,
)

GROUPS = (
    DeclarableGroup(1, "Sumaq Kuy"),
    DeclarableGroup(2, "Pan Nuevo"),
    DeclarableGroup(3, "Miel", own=True),
)
FREE = Declaration(1, recused=False)
RECUSED = Declaration(2, recused=True, reason="La presidenta es mi hermana")


def found(*declarations: Declaration, recused_before: frozenset[int] = frozenset()) -> list[tuple[str, str]]:
    problems = declaration_problems(declarations, GROUPS, recused_before)
    return [(problem.code, problem.field) for problem in problems]


def test_a_whole_declaration_has_no_problem() -> None:
    assert found(FREE, RECUSED) == []


def test_every_group_left_out_is_named_but_the_own_one() -> None:
    assert found() == [("interest.undeclared", "interest_1"), ("interest.undeclared", "interest_2")]


def test_a_recusal_needs_a_reason_of_reasonable_length() -> None:
    assert found(FREE, Declaration(2, recused=True)) == [("interest.reason_missing", "reason_2")]
    assert found(FREE, Declaration(2, recused=True, reason="x" * 401)) == [
        ("interest.reason_too_long", "reason_2")
    ]


def test_a_recusal_is_not_taken_back() -> None:
    assert found(FREE, Declaration(2, recused=False), recused_before=frozenset({2})) == [
        ("interest.recusal_stands", "interest_2")
    ]


def test_the_own_group_is_recused_with_its_evidence_whatever_was_declared() -> None:
    given = (RECUSED, FREE, Declaration(3, recused=False))

    assert with_own_groups(given, GROUPS, "Es socio") == (
        FREE,
        RECUSED,
        Declaration(3, recused=True, reason="Es socio"),
    )
