"""What a kind of the catalogue must be like."""

import pytest

from contest_portal.registry.rules.components import RECORDED, Component, KindWords, kind_code, kind_problems


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Módulo de cuyes", "modulo-de-cuyes"),
        ("Piña y ñuña", "pina-y-nuna"),
        ("  Riego (2 aspersores) ", "riego-2-aspersores"),
        ("¿?", ""),
        ("Granos, menestras y tubérculos andinos", "granos-menestras-y-tuberculos"),
    ],
)
def test_code_follows_from_the_name(name: str, code: str) -> None:
    assert kind_code(name) == code


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (KindWords("Truchas", "crían truchas", "truchas"), []),
        (KindWords("Truchas", "crían truchas", None), []),
        (KindWords("…", "", ""), ["component_kind.name", "component_kind.phrase", "component_kind.unit"]),
        (
            KindWords("n" * 81, "p" * 121, "u" * 31),
            ["component_kind.name", "component_kind.phrase", "component_kind.unit"],
        ),
        (KindWords("n" * 80, "p" * 120, "u" * 30), []),
    ],
)
def test_everything_wrong_with_a_kind_is_said(words: KindWords, codes: list[str]) -> None:
    assert [problem.code for problem in kind_problems(words)] == codes


def test_business_groups_are_not_recorded_per_household() -> None:
    assert set(Component) - set(RECORDED) == {Component.BUSINESS}
