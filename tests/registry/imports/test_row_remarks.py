"""What is odd in a file as a whole: said to a person, and refused only where it cannot be read one way."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.registry_files import HOUSEHOLDS, checked, import_register, import_territory

WITHOUT_F = HOUSEHOLDS.replace(",F,", ",M,")


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (HOUSEHOLDS, []),
        (HOUSEHOLDS.replace(",M,", ",V,"), [(3, "V", "cell.not_a_choice")]),
        (
            WITHOUT_F.replace("01,M,0", "01,H,0"),
            [(2, "M", "sex.unclear"), (3, "H", "sex.unclear"), (4, "M", "sex.unclear")],
        ),
        (WITHOUT_F.replace(",M,", ",mujer,").replace("01,mujer,0", "01,hombre,0"), []),
    ],
    ids=["F and M", "a V among them", "M and H", "words"],
)
def test_the_m_of_a_file_with_h_is_not_taken_for_a_man(
    session: Session, content: str, refused: list[tuple[int, str, str]]
) -> None:
    import_territory(session)

    report = checked(session, "households", content)

    assert [(one.line, one.value, one.problem.code) for one in report.problems] == refused


@pytest.mark.parametrize(
    ("kind", "content", "remark"),
    [
        ("households", HOUSEHOLDS, None),
        ("households", HOUSEHOLDS.replace(",1\n", ",0\n"), ("household.without_head", "2")),
        ("households", HOUSEHOLDS.replace("F,1", "F,"), None),
        ("households", HOUSEHOLDS.replace("14/03/1988", "01/01/1900"), ("person.very_old", "1")),
        ("poverty", "ubigeo,anio,tasa_pct\n090301,2020,0.245\n090302,2020,-\n", ("rate.fractions", "1")),
        ("poverty", "ubigeo,anio,tasa_pct\n090301,2020,0.245\n090302,2020,1\n", None),
    ],
)
def test_what_looks_odd_is_said_and_stops_nothing(
    session: Session, kind: str, content: str, remark: tuple[str, str] | None
) -> None:
    import_register(session)

    report = checked(session, kind, content)

    told = [
        (notice.code, notice.params["rows"])
        for notice in report.notices
        if notice.code in {"household.without_head", "person.very_old", "rate.fractions"}
    ]
    assert (report.rejected, told) == (0, [] if remark is None else [remark])
