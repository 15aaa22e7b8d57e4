"""What people and spreadsheets write where a number is asked: each is read one way, or refused."""

import pytest

from contest_portal.kernel.identifiers import parse_centre_code, parse_dni, parse_ruc, parse_ubigeo
from contest_portal.kernel.marks import parse_mark
from contest_portal.kernel.money import parse_money
from contest_portal.kernel.problems import Refused

REFUSED = None


DNI = [
    ("1234567", REFUSED),
    ("123456789", REFUSED),
    ("12345678-9", REFUSED),
    ("1234567a", REFUSED),
    ("O2345678", REFUSED),
    ("12345678.0", "12345678"),
    ("1.2345678e7", REFUSED),
    ("+12345678", REFUSED),
    ("-12345678", "12345678"),
    ("\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", REFUSED),
    ("\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668", REFUSED),
    ("1234 5678", "12345678"),
    ("1234\u20095678", "12345678"),
    ("1234\u200b5678", REFUSED),
    ("\ufeff12345678", REFUSED),
    ("12345678\x00", REFUSED),
    ("12345678\t", "12345678"),
    ("'12345678", REFUSED),
    ("=12345678", REFUSED),
    ('"12345678"', REFUSED),
    ("12,345,678", REFUSED),
    ("1234567\xbd", REFUSED),
    ("DNI 12345678", REFUSED),
    ("12345678 ", "12345678"),
    ("", REFUSED),
    ("   ", REFUSED),
    ("0", REFUSED),
    ("00000000", "00000000"),
    ("99999999", "99999999"),
    ("1234/5678", REFUSED),
    ("1234_5678", REFUSED),
    ("12345678;87654321", REFUSED),
]
RUC = [
    ("20512333797", "20512333797"),
    ("2051233379", REFUSED),
    ("205123337970", REFUSED),
    ("20512333798", REFUSED),
    ("10418672020", REFUSED),
    ("30512333797", REFUSED),
    ("20 512333797", "20512333797"),
    ("20512333797.0", REFUSED),
    ("\uff12\uff10\uff15\uff11\uff12\uff13\uff13\uff13\uff17\uff19\uff17", REFUSED),
    ("=20512333797", REFUSED),
    ("RUC 20512333797", REFUSED),
    ("", REFUSED),
    ("00000000000", REFUSED),
    ("99999999999", REFUSED),
    ("20-51233379-7", "20512333797"),
]
UBIGEO = [
    ("090301", "090301"),
    ("90301", REFUSED),
    ("0903011", REFUSED),
    ("09030", REFUSED),
    ("09 0301", REFUSED),
    ("090301.0", "090301"),
    ("\uff10\uff19\uff10\uff13\uff10\uff11", REFUSED),
    ("O90301", REFUSED),
    ("'090301", REFUSED),
    ("", REFUSED),
    ("000000", REFUSED),
    ("260101", REFUSED),
    ("-90301", REFUSED),
    ("09-03-01", REFUSED),
]
CENTRE_CODE = [
    ("0903010099", "0903010099"),
    ("903010099", REFUSED),
    ("09030100990", REFUSED),
    ("0903010099.0", "0903010099"),
    ("9.03010099E+08", REFUSED),
    ("0903 010099", REFUSED),
    ("\uff10\uff19\uff10\uff13\uff10\uff11\uff10\uff10\uff19\uff19", REFUSED),
    ("090301009X", REFUSED),
    ("", REFUSED),
    ("0000000000", REFUSED),
    ("'0903010099", REFUSED),
    ("=0903010099", REFUSED),
]
CENTS = [
    ("0", 0),
    ("0.00", 0),
    ("0.01", 1),
    ("0.1", 10),
    ("0.001", REFUSED),
    ("1", 100),
    ("1.5", 150),
    ("1.50", 150),
    ("1.505", REFUSED),
    ("1,50", REFUSED),
    ("1,500", 150000),
    ("1,500.00", 150000),
    ("1,50,000", REFUSED),
    ("1.500,00", REFUSED),
    ("1 500", 150000),
    ("1 500.00", 150000),
    ("1\xa0500.00", 150000),
    ("1\u2009500", REFUSED),
    ("S/ 1500", 150000),
    ("S/1500.00", 150000),
    ("S/. 1500", 150000),
    ("s/ 1500", 150000),
    ("US$ 10", REFUSED),
    ("$10", REFUSED),
    ("10 soles", REFUSED),
    ("-1", REFUSED),
    ("+1", REFUSED),
    ("1-", REFUSED),
    ("(1)", REFUSED),
    ("1e3", REFUSED),
    ("0x10", REFUSED),
    ("1/2", REFUSED),
    ("\xbd", REFUSED),
    ("\uff11\uff15\uff10\uff10", REFUSED),
    ("\u0661\u0665\u0660\u0660", REFUSED),
    ("NaN", REFUSED),
    ("inf", REFUSED),
    ("Infinity", REFUSED),
    ("", REFUSED),
    ("   ", REFUSED),
    ("-", REFUSED),
    ("\u2014", REFUSED),
    ("=1+1", REFUSED),
    ("'1500", REFUSED),
    ("1500.", REFUSED),
    ("..5", REFUSED),
    (".5", REFUSED),
    ("1..5", REFUSED),
    ("1.5.0", REFUSED),
    ("1,5,0", REFUSED),
    ("00012", 1200),
    ("1\n500", REFUSED),
    ("1\t500", REFUSED),
    ("1\x00", REFUSED),
    ("999999999.99", 99999999999),
    ("1'500.00", REFUSED),
    ("1_000", REFUSED),
    ("1500 .00", REFUSED),
    ("S/", REFUSED),
    ("S/ S/ 1", REFUSED),
]
TENTHS = [
    ("0", 0),
    ("1", 10),
    ("10", 100),
    ("10.0", 100),
    ("9.9", 99),
    ("9.95", REFUSED),
    ("9,9", 99),
    ("-1", REFUSED),
    ("+1", REFUSED),
    ("1e1", REFUSED),
    ("", REFUSED),
    ("  ", REFUSED),
    (" 5 ", 50),
    ("\uff15", REFUSED),
    ("5.", REFUSED),
    ("\u200b5", REFUSED),
    (".5", REFUSED),
    ("NaN", REFUSED),
    ("5/10", REFUSED),
    ("cinco", REFUSED),
    ("=5", REFUSED),
    ("5.0.0", REFUSED),
    ("005", 50),
    ("9.90", 99),
]


@pytest.mark.parametrize(("text", "value"), DNI, ids=ascii)
def test_a_dni_is_read_one_way_or_refused(text: str, value: str | None) -> None:
    if value is REFUSED:
        with pytest.raises(Refused):
            parse_dni(text, field="f")
    else:
        assert parse_dni(text, field="f") == value


@pytest.mark.parametrize(("text", "value"), RUC, ids=ascii)
def test_a_ruc_is_read_one_way_or_refused(text: str, value: str | None) -> None:
    if value is REFUSED:
        with pytest.raises(Refused):
            parse_ruc(text, field="f")
    else:
        assert parse_ruc(text, field="f") == value


@pytest.mark.parametrize(("text", "value"), UBIGEO, ids=ascii)
def test_an_ubigeo_is_read_one_way_or_refused(text: str, value: str | None) -> None:
    if value is REFUSED:
        with pytest.raises(Refused):
            parse_ubigeo(text, field="f")
    else:
        assert parse_ubigeo(text, field="f") == value


@pytest.mark.parametrize(("text", "value"), CENTRE_CODE, ids=ascii)
def test_a_centre_code_is_read_one_way_or_refused(text: str, value: str | None) -> None:
    if value is REFUSED:
        with pytest.raises(Refused):
            parse_centre_code(text, field="f")
    else:
        assert parse_centre_code(text, field="f") == value


@pytest.mark.parametrize(("text", "value"), CENTS, ids=ascii)
def test_an_amount_is_read_one_way_or_refused(text: str, value: int | None) -> None:
    if value is REFUSED:
        with pytest.raises(Refused):
            parse_money(text, field="f")
    else:
        assert parse_money(text, field="f").cents == value


@pytest.mark.parametrize(("text", "value"), TENTHS, ids=ascii)
def test_a_mark_is_read_one_way_or_refused(text: str, value: int | None) -> None:
    if value is REFUSED:
        with pytest.raises(Refused):
            parse_mark(text, field="f", per_point=10, maximum=100)
    else:
        assert parse_mark(text, field="f", per_point=10, maximum=100).units == value
