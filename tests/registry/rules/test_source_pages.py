"""The shape of a page: strict, without a value of a person in what is said about it."""

import json

import pytest

from contest_portal.kernel.canonical import Json
from contest_portal.registry.rules.source_pages import (
    FILE_FIELDS,
    FILE_TITLES,
    MalformedPage,
    kept_households,
    read_page,
)
from tests.factories.sources import body, household, member


def without(record: dict[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in record.items() if key != name}


def test_a_page_becomes_lines_of_the_households_file() -> None:
    child = member(
        "70000002", given_names="Saúl", sex="M", is_head=False, kinship="child", maternal_surname=None
    )

    read = read_page(body(household("H-1", member(), child), next_cursor="más", watermark="w", total=9))

    shared = {
        "household_code": "H-1",
        "centre_code": "0903010099",
        "language": "",
        "sisfoh_class": "pobre",
        "sisfoh_expires_on": "2028-12-31",
        "paternal_surname": "Ccanto",
        "birth_date": "1988-03-14",
        "sisfoh_classified_on": "",
        "latitude_e6": "",
        "longitude_e6": "",
    }
    first = {
        "dni": "70000001",
        "given_names": "Delia",
        "maternal_surname": "Huamaní",
        "sex": "F",
        "is_head": "1",
        "kinship": "",
    }
    second = {
        "dni": "70000002",
        "given_names": "Saúl",
        "maternal_surname": "",
        "sex": "M",
        "is_head": "0",
        "kinship": "child",
    }
    assert list(read.households[0].rows()) == [shared | first, shared | second]
    assert (read.next_cursor, read.watermark, read.total, read.persons) == ("más", "w", 9, 2)


def test_every_field_has_its_column_in_the_households_file() -> None:
    assert dict(zip(FILE_FIELDS, FILE_TITLES, strict=True)) == {
        "household_code": "codigo_hogar",
        "dni": "dni",
        "given_names": "nombres",
        "paternal_surname": "apellido_paterno",
        "maternal_surname": "apellido_materno",
        "birth_date": "fecha_nacimiento",
        "sex": "sexo",
        "is_head": "jefe",
        "kinship": "parentesco",
        "centre_code": "codigo_centro",
        "language": "idioma",
        "sisfoh_class": "clase_sisfoh",
        "sisfoh_classified_on": "fecha_clasificacion",
        "sisfoh_expires_on": "vence_sisfoh",
        "latitude_e6": "latitud_vivienda",
        "longitude_e6": "longitud_vivienda",
    }


def test_a_place_is_read_and_kept_under_its_own_names() -> None:
    read = read_page(body(household(latitude="-12.97", longitude="-74.71")))

    (row,) = read.households[0].rows()
    assert (row["latitude_e6"], row["longitude_e6"]) == ("-12.97", "-74.71")
    assert '"latitude":"-12.97"' in read.content
    assert kept_households(read.content) == read.households


def test_a_page_without_what_may_be_left_out_is_kept_as_before() -> None:
    content = read_page(body(household(latitude=None))).content

    assert [name for name in ("latitude", "sisfoh_classified_on", "kinship") if name in content] == []


def test_the_day_of_a_class_and_a_link_are_read_and_kept() -> None:
    read = read_page(body(household("H-1", member(kinship="head"), sisfoh_classified_on="2025-12-31")))

    (row,) = read.households[0].rows()
    assert (row["sisfoh_classified_on"], row["kinship"]) == ("2025-12-31", "head")
    assert kept_households(read.content) == read.households


def test_a_place_is_text_never_a_number_with_decimals() -> None:
    with pytest.raises(MalformedPage):
        read_page(body(household(latitude=-12)))


def test_what_is_kept_reads_back_the_same_and_holds_nothing_more() -> None:
    sent = household("H-1", member(phone="987654321"), secret="x")

    read = read_page(body(sent))

    assert kept_households(read.content) == read.households
    assert ("987654321" in read.content, "secret" in read.content) == (False, False)


def test_an_empty_last_page_is_a_page() -> None:
    assert read_page(body()).households == ()


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        pytest.param(b"", "page: not JSON in UTF-8", id="nothing"),
        pytest.param(b'{"households": [', "page: not JSON in UTF-8", id="cut"),
        pytest.param(b'{"a": "\xff"}', "page: not JSON in UTF-8", id="not UTF-8"),
        pytest.param(b"[" * 100_000, "page: not JSON in UTF-8", id="endless nesting"),
        pytest.param(b'{"total": 1, "total": 2}', "page: not JSON in UTF-8", id="a key twice"),
        pytest.param(b'{"total": NaN}', "page: not JSON in UTF-8", id="NaN"),
        pytest.param(b'{"total": 1.5}', "page: not JSON in UTF-8", id="a fraction"),
        pytest.param(
            b'{"total": ' + b"9" * 5_000 + b"}", "page: not JSON in UTF-8", id="a number without end"
        ),
        pytest.param(b"<html>", "page: not JSON in UTF-8", id="a page for people"),
        pytest.param(b"[]", "page", id="a list"),
        pytest.param(b"null", "page", id="null"),
        pytest.param(body(households=None), "page.households", id="no households"),
        pytest.param(body(households={}), "page.households", id="households are no list"),
        pytest.param(body(households=[None]), "households[0]", id="a household that is nothing"),
        pytest.param(body(*[household()] * 1_001), "page.households", id="too many households"),
        pytest.param(
            body(next_cursor="c"), "page.households: empty, but not the last page", id="empty, not the last"
        ),
        pytest.param(body(next_cursor=7), "page.next_cursor", id="cursor is a number"),
        pytest.param(body(household(), next_cursor="c" * 501), "page.next_cursor", id="cursor too long"),
        pytest.param(body(watermark=""), "page.watermark", id="watermark empty"),
        pytest.param(body(watermark=None), "page.watermark", id="watermark null"),
        pytest.param(body(total=True), "page.total", id="total is a truth"),
        pytest.param(body(total=-1), "page.total", id="total negative"),
        pytest.param(body(total="5"), "page.total", id="total is a text"),
        pytest.param(body(household("")), "households[0].code", id="code empty"),
        pytest.param(body(household(), household("H" * 201)), "households[1].code", id="code too long"),
        pytest.param(body(household(members=[])), "households[0].members: empty", id="nobody"),
        pytest.param(body(household(members=[member()] * 61)), "households[0].members", id="a crowd"),
        pytest.param(body(household(centre_code=903010099)), "households[0].centre_code", id="a number"),
        pytest.param(body(household(centre_code=None)), "households[0].centre_code", id="null centre"),
        pytest.param(body(household(sisfoh_class=["pobre"])), "households[0].sisfoh_class", id="a list"),
        pytest.param(body(without(household(), "language")), "households[0].language", id="field missing"),
        pytest.param(body(household("H", member(70000001))), "households[0].members[0].dni", id="DNI number"),
        pytest.param(
            body(household("H", member(is_head="1"))), "households[0].members[0].is_head", id="head a text"
        ),
        pytest.param(
            body(household("H", member(given_names="a\x00b"))),
            "households[0].members[0].given_names",
            id="a control character",
        ),
        pytest.param(
            json.dumps(json.loads(body(household("H", member(given_names="Luz")))))
            .replace("Luz", "\\ud800")
            .encode(),
            "page: not JSON in UTF-8",
            id="half of a character",
        ),
    ],
)
def test_what_is_not_the_contract_is_malformed(sent: bytes, place: str) -> None:
    with pytest.raises(MalformedPage) as refusal:
        read_page(sent)

    assert refusal.value.place == place


def test_the_refusal_holds_no_value_of_a_person() -> None:
    with pytest.raises(MalformedPage) as refusal:
        read_page(body(household("H-1", member("70000001", sex=None))))

    assert str(refusal.value) == "malformed page at households[0].members[0].sex"
