"""Departments and provinces follow from the districts that files tell of; their parts are counted."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.models.territory import Area, AreaName
from contest_portal.registry.queries.areas import AreaLine, area_name, parts_of, rates_of, total
from contest_portal.registry.queries.code_changes import name_disputes
from contest_portal.registry.queries.territory import Place, departments, provinces
from contest_portal.registry.services.choose_area_name import choose_area_name
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.registry_files import STAFF, checked, import_register, import_territory, imported

HEADER = "ubigeo,departamento,provincia,distrito\n"
OTHERWISE = f"{HEADER}090305,Wankawillka,Angaraes,Ccochaccasa\n"


def names(session: Session) -> list[tuple[str, str]]:
    return [tuple(row) for row in session.execute(select(Area.code, Area.name).order_by(Area.code))]


def test_areas_are_taken_from_the_codes_of_districts(session: Session) -> None:
    import_territory(session)

    imported(session, "districts", f"{HEADER}010101,Amazonas,Chachapoyas,Chachapoyas\n")

    assert names(session) == [
        ("01", "Amazonas"),
        ("0101", "Chachapoyas"),
        ("09", "Huancavelica"),
        ("0903", "Angaraes"),
    ]
    assert departments(session) == (Place("01", "Amazonas"), Place("09", "Huancavelica"))
    assert provinces(session, "09") == (Place("0903", "Angaraes"),)


def test_a_name_that_does_not_agree_is_told_and_the_first_one_stays(session: Session) -> None:
    import_territory(session)

    looked, report = checked(session, "districts", OTHERWISE), imported(session, "districts", OTHERWISE)

    remark = (
        "Línea 2: el código 09 se llama «Wankawillka» en este archivo y «Huancavelica» en el padrón. Queda "
        "«Huancavelica»; después puede elegir el nombre en la página Territorio."
    )
    assert [notice.text for notice in looked.notices] == [remark]
    assert [notice.text for notice in report.notices] == [remark]
    assert names(session)[0] == ("09", "Huancavelica")


def test_a_check_keeps_no_area(session: Session) -> None:
    checked(session, "districts", OTHERWISE)

    assert names(session) == []


def test_a_name_told_again_is_no_news(session: Session) -> None:
    import_territory(session)
    imported(session, "districts", OTHERWISE)

    again = imported(session, "districts", OTHERWISE.replace("Wankawillka", "WANKAWILLKA"))

    assert again.notices == ()


def test_a_person_chooses_and_may_take_it_back(session: Session) -> None:
    import_territory(session)
    imported(session, "districts", OTHERWISE)
    (dispute,) = name_disputes(session)
    kept, told = dispute.names

    choose_area_name(session, STAFF, name_id=told.name_id)
    (settled,) = name_disputes(session)
    choose_area_name(session, STAFF, name_id=kept.name_id)

    assert (dispute.is_open, kept.is_kept, told.name, told.line) == (True, True, "Wankawillka", 2)
    assert (settled.is_open, settled.name) == (False, "Wankawillka")
    assert names(session)[0] == ("09", "Huancavelica")


def test_a_choice_is_asked_for_again_when_another_name_is_told_later(session: Session) -> None:
    import_territory(session)
    imported(session, "districts", OTHERWISE)
    (dispute,) = name_disputes(session)
    choose_area_name(session, STAFF, name_id=dispute.names[0].name_id)
    later = act_of(make_user(session, Role.STAFF), NOON.replace(hour=20))

    imported(session, "districts", OTHERWISE.replace("Wankawillka", "Guancavelica"), later)

    assert [one.is_open for one in name_disputes(session)] == [True]


def test_an_unknown_name_cannot_be_chosen(session: Session) -> None:
    with pytest.raises(NotFound):
        choose_area_name(session, STAFF, name_id=1)


@pytest.fixture
def land(session: Session) -> None:
    import_register(session)
    imported(session, "districts", f"{HEADER}010101,Amazonas,Chachapoyas,Chachapoyas\n")


ANCHONGA = AreaLine("090302", "Anchonga", 1, 1, 0, 0, 1, 0)
LIRCAY = AreaLine("090301", "Lircay", 1, 1, 1, 1, 0, 2)


@pytest.mark.usefixtures("land")
@pytest.mark.parametrize(
    ("code", "within", "lines"),
    [
        (
            "",
            (),
            (
                AreaLine("01", "Amazonas", 1, 0, 0, 0, 0, 0),
                AreaLine("09", "Huancavelica", 2, 2, 1, 1, 1, 2),
            ),
        ),
        ("", ("090302",), (AreaLine("09", "Huancavelica", 1, 1, 0, 0, 1, 0),)),
        ("09", (), (AreaLine("0903", "Angaraes", 2, 2, 1, 1, 1, 2),)),
        ("0903", (), (ANCHONGA, LIRCAY)),
        ("0903", ("01", "090301"), (LIRCAY,)),
        ("07", (), ()),
    ],
)
def test_parts_are_counted(
    session: Session, code: str, within: tuple[str, ...], lines: tuple[AreaLine, ...]
) -> None:
    assert parts_of(session, code, within=within) == lines


def test_parts_add_up() -> None:
    assert total((ANCHONGA, LIRCAY)) == AreaLine("", "", 2, 2, 1, 1, 1, 2)
    assert total((ANCHONGA, LIRCAY)).centres == 3


@pytest.mark.usefixtures("land")
def test_an_area_has_its_name(session: Session) -> None:
    assert [area_name(session, code) for code in ("09", "0903", "090301")] == [
        "Huancavelica",
        "Angaraes",
        "Lircay",
    ]
    with pytest.raises(NotFound):
        area_name(session, "0904")


def test_rates_of_a_district_are_listed_newest_first(session: Session) -> None:
    import_territory(session)
    imported(session, "poverty", "ubigeo,anio,tasa_pct\n090301,2024,39.5\n")

    assert [(rate.year, rate.rate_e4, rate.line) for rate in rates_of(session, "090301")] == [
        (2024, 395_000, 2),
        (2018, 458_000, 2),
    ]
    assert session.scalars(select(AreaName.line).where(AreaName.code == "09")).all() == [2]
