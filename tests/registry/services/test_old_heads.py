"""Heads whom a file ends: in which households, by which line, and what is left alone."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.history import household_history
from contest_portal.registry.queries.kin import Kin, kin_among
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from tests.factories.lives import JUNE, MARCH, NOVEMBER, at, home, person
from tests.factories.registry_files import STAFF, counts, import_territory, imported, source

HEADER = "codigo_hogar,codigo_centro,dni,nombres,apellido_paterno,sexo,jefe,parentesco\n"
PEOPLE = {
    "Delia": ("H-1", "46100001", "1,"),
    "Raúl": ("H-1", "46100002", "0,cónyuge"),
    "Nilo": ("H-1", "46100003", "0,hijo"),
    "Luz": ("H-2", "46100004", "1,"),
    "Saúl": ("H-2", "46100005", "0,padre"),
    "Irma": ("H-3", "46100006", "1,"),
}
BEFORE = {
    "Delia": (True, None),
    "Raúl": (False, "spouse"),
    "Nilo": (False, "child"),
    "Luz": (True, None),
    "Saúl": (False, "parent"),
    "Irma": (True, None),
}
PART = ImportOptions(is_complete=False)


def lines(told: Mapping[str, str]) -> str:
    """Write lines that tell the head and the link of these persons."""
    return HEADER + "".join(
        f"{PEOPLE[name][0]},0903010099,{PEOPLE[name][1]},{name},Ccanto,F,{end}\n"
        for name, end in told.items()
    )


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_territory(session)
    imported(session, "households", lines({name: end for name, (_, _, end) in PEOPLE.items()}), at(MARCH))


def part(session: Session, told: Mapping[str, str]) -> ImportReport:
    return import_file(session, at(JUNE), kind="households", source=source(lines(told)), options=PART)


def links(session: Session) -> dict[str, tuple[bool, str | None]]:
    session.expire_all()
    rows = session.scalars(select(Person).order_by(Person.dni))
    return {row.given_names: (row.is_head, row.kinship) for row in rows}


def unseated(report: ImportReport) -> list[str]:
    return [one.params["rows"] for one in report.notices if one.code == "household.head_unseated"]


@pytest.mark.parametrize(
    ("told", "expected", "ended"),
    [
        pytest.param({"Nilo": "0,nieto"}, {"Nilo": (False, "grandchild")}, [], id="no head told"),
        pytest.param({"Delia": "1,"}, {}, [], id="the same head"),
        pytest.param(
            {"Raúl": "1,"},
            {"Delia": (False, None), "Raúl": (True, None), "Nilo": (False, None)},
            ["1"],
            id="another head alone",
        ),
        pytest.param(
            {"Raúl": "1,", "Nilo": "0,hijo"},
            {"Delia": (False, None), "Raúl": (True, None)},
            ["1"],
            id="another head, a link told anew",
        ),
        pytest.param(
            {"Raúl": "1,", "Delia": "0,cónyuge"},
            {"Delia": (False, "spouse"), "Raúl": (True, None), "Nilo": (False, None)},
            [],
            id="the head before told too",
        ),
        pytest.param(
            {"Raúl": "1,", "Saúl": "1,"},
            {
                "Delia": (False, None),
                "Raúl": (True, None),
                "Nilo": (False, None),
                "Luz": (False, None),
                "Saúl": (True, None),
            },
            ["2"],
            id="two households",
        ),
    ],
)
def test_a_part_ends_the_heads_of_its_households_alone(
    session: Session, told: dict[str, str], expected: dict[str, tuple[bool, str | None]], ended: list[str]
) -> None:
    shown = check_file(session, STAFF, kind="households", source=source(lines(told)), options=PART)
    report = part(session, told)

    assert links(session) == BEFORE | expected
    assert (unseated(shown), unseated(report)) == (ended, ended)
    assert counts(shown) == counts(report)


def test_every_household_has_one_head_whoever_is_told_next(session: Session) -> None:
    for told in ({"Raúl": "1,"}, {"Delia": ",jefa", "Saúl": "1,"}):
        part(session, told)

        heads = session.scalars(
            select(Household.code)
            .join(Person, Person.household_id == Household.id)
            .where(Person.is_head)
            .order_by(Household.code)
        ).all()
        assert heads == ["H-1", "H-2", "H-3"]


def test_a_check_changes_nothing(session: Session) -> None:
    check_file(session, STAFF, kind="households", source=source(lines({"Raúl": "1,"})), options=PART)

    assert links(session) == BEFORE


def test_the_same_part_again_changes_nothing_and_says_nothing(session: Session) -> None:
    part(session, {"Raúl": "1,", "Saúl": "1,"})
    after = links(session)

    again = part(session, {"Raúl": "1,", "Saúl": "1,"})

    assert (links(session), counts(again)[2], unseated(again)) == (after, 0, [])


def test_the_history_tells_who_led_and_by_which_line(session: Session) -> None:
    part(session, {"Irma": "1,", "Raúl": "1,"})

    told = {
        (one.full_name, one.field, one.after)
        for one in household_history(session, home(session).id)
        if one.field in ("is_head", "kinship")
    }
    delia, raul = person(session, "Delia"), person(session, "Raúl")
    assert {(name, field) for name, field, _ in told} == {
        ("Delia Ccanto", "is_head"),
        ("Raúl Ccanto", "is_head"),
        ("Raúl Ccanto", "kinship"),
        ("Nilo Ccanto", "kinship"),
    }
    assert {after for _, field, after in told if field == "kinship"} == {None}
    assert (delia.line, delia.batch_id) == (raul.line, raul.batch_id)
    assert person(session, "Luz").batch_id != raul.batch_id


def test_who_moves_to_lead_another_household_ends_its_head(session: Session) -> None:
    moved = lines({"Nilo": "1,"}).replace("H-1", "H-3")

    report = import_file(session, at(JUNE), kind="households", source=source(moved), options=PART)

    assert links(session) == BEFORE | {"Nilo": (True, None), "Irma": (False, None)}
    assert unseated(report) == ["1"]


def test_a_complete_file_without_the_head_before_needs_no_notice(session: Session) -> None:
    told = {name: end for name, (_, _, end) in PEOPLE.items() if name != "Delia"} | {"Raúl": "1,"}

    report = imported(session, "households", lines(told), at(NOVEMBER))

    assert unseated(report) == []
    assert person(session, "Delia").gone_batch_id is not None
    assert person(session, "Raúl").is_head


def test_kin_are_told_of_those_who_share_a_household(session: Session) -> None:
    ids = {name: person(session, name).id for name in PEOPLE}

    found = kin_among(session, ids.values())

    assert found == {
        ids["Delia"]: Kin("H-1", is_head=True, kinship=None, sex="F"),
        ids["Raúl"]: Kin("H-1", is_head=False, kinship="spouse", sex="F"),
        ids["Nilo"]: Kin("H-1", is_head=False, kinship="child", sex="F"),
        ids["Luz"]: Kin("H-2", is_head=True, kinship=None, sex="F"),
        ids["Saúl"]: Kin("H-2", is_head=False, kinship="parent", sex="F"),
    }
    assert all(one.is_known for one in found.values())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], []),
        (["Delia"], []),
        (["Delia", "Luz", "Irma"], []),
        (["Delia", "Nilo", "Luz"], ["Delia", "Nilo"]),
    ],
    ids=["nobody", "one", "of three households", "two of one"],
)
def test_who_lives_with_nobody_of_the_group_is_kin_to_nobody(
    session: Session, names: list[str], expected: list[str]
) -> None:
    found = kin_among(session, [person(session, name).id for name in names])

    assert sorted(found) == sorted(person(session, name).id for name in expected)


def test_after_a_new_head_kin_is_not_known_and_who_is_gone_is_left_out(session: Session) -> None:
    part(session, {"Raúl": "1,"})
    ids = [person(session, name).id for name in ("Delia", "Raúl", "Nilo")]

    known = [kin_among(session, ids)[one].is_known for one in ids]
    person(session, "Delia").gone_batch_id = person(session, "Raúl").batch_id
    session.flush()

    assert known == [False, True, False]
    assert sorted(kin_among(session, ids)) == ids[1:]
