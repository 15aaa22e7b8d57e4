"""When a masked field may be shown: one file, its own fields, a reason that names nobody."""

import pytest

from contest_portal.registry.rules.disclosure import (
    DETAIL_MOST,
    FIELDS_OF,
    FileOf,
    SensitiveField,
    names_somebody,
    reveal_problems,
)

DNI, CLASS = SensitiveField.DNI, SensitiveField.SISFOH_CLASS
NAMES = ("Delia Ccanto Huamaní", "Saúl Ñahui Flores")
GOOD = "La señora pide corregir su fecha en el acta."


def codes(kind: FileOf, fields: tuple[SensitiveField, ...], detail: str) -> list[str]:
    return [problem.code for problem in reveal_problems(kind, fields, detail, NAMES)]


def test_every_sensitive_field_but_the_account_of_a_group_belongs_to_one_kind_of_file() -> None:
    listed = [field for fields in FIELDS_OF.values() for field in fields]

    assert sorted([*listed, SensitiveField.ACCOUNT]) == sorted(SensitiveField)


@pytest.mark.parametrize(
    ("kind", "fields", "detail", "found"),
    [
        pytest.param(FileOf.PERSON, (DNI,), GOOD, [], id="a person's DNI"),
        pytest.param(FileOf.HOUSEHOLD, (CLASS,), GOOD, [], id="a household's class"),
        pytest.param(FileOf.PERSON, (), GOOD, ["reveal.no_field"], id="nothing chosen"),
        pytest.param(FileOf.PERSON, (DNI, CLASS), GOOD, ["reveal.no_field"], id="of the other file"),
        pytest.param(FileOf.HOUSEHOLD, (DNI,), GOOD, ["reveal.no_field"], id="a DNI of a household"),
        pytest.param(FileOf.PERSON, (DNI,), "", ["reveal.detail"], id="no detail"),
        pytest.param(FileOf.PERSON, (DNI,), "trabajo  ", ["reveal.detail"], id="detail too short"),
        pytest.param(FileOf.PERSON, (DNI,), "diez letra", [], id="ten letters"),
        pytest.param(FileOf.PERSON, (DNI,), "a" * DETAIL_MOST, [], id="two hundred letters"),
        pytest.param(FileOf.PERSON, (DNI,), "a" * (DETAIL_MOST + 1), ["reveal.detail"], id="too long"),
        pytest.param(FileOf.PERSON, (DNI,), "Lo pide Delia Ccanto", ["reveal.names"], id="a name"),
        pytest.param(FileOf.PERSON, (), "Delia Ccanto", ["reveal.no_field", "reveal.names"], id="both"),
    ],
)
def test_problems_of_a_reveal(
    kind: FileOf, fields: tuple[SensitiveField, ...], detail: str, found: list[str]
) -> None:
    assert codes(kind, fields, detail) == found


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("DELIA CCANTO vino a la oficina", True),
        ("ccanto huamani, del centro", True),
        ("Ccanto-Huamaní", True),
        ("saul nahui", False),
        ("Saúl Ñahui", True),
        ("Trae flores para la feria", False),
        ("La señora Delia lo pide", False),
        ("DNI 70000001", True),
        ("número 7000000", False),
        ("Acta del 23-11-2026", False),
        ("escribir a x@y.pe", True),
        ("", False),
    ],
)
def test_a_text_that_names_somebody(text: str, does: bool) -> None:  # noqa: FBT001
    assert names_somebody(text, NAMES) is does
