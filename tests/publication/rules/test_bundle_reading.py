"""What is read as a bundle: all that says one thing, and nothing that could say two."""

import json
import re
from typing import Any

import pytest

from benchmarks.invented_bundles import invented_bundle
from contest_portal.config import ROOT
from contest_portal.contests.rules.rulebook import Disqualifies
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.problems import Refused
from contest_portal.publication.rules import bundle_reading
from contest_portal.publication.rules.bundle import Bundle, write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_reports import allocation_report, ranking_report
from contest_portal.publication.rules.bundle_results import places_of

WHOLE = write_bundle(invented_bundle(3, groups=2, jurors=2, criteria=2))

HERE, THERE = '"women": 3, "attendance":', '{"phase": "CAMPO", "present": %d, "households": 5}'
DRAW = '"draw": {"numbers": "1", "held_at": "2025-07-15T10:00:00"}'
MOVE = '{"act": "R-1", "source": "", "target": "OTRA", "amount": {"cents": 1}}'


def example() -> Any:
    """Give the worked example of the description."""
    found = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "bundle.md").read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def read(data: Any) -> Bundle:
    return read_bundle(json.dumps(data).encode())


def problems(content: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        read_bundle(content.encode() if isinstance(content, str) else content)
    params = [problem.params for problem in refusal.value.problems]
    return [(p.code, q.get("place", "")) for p, q in zip(refusal.value.problems, params, strict=True)]


def test_what_was_written_is_read_back() -> None:
    assert write_bundle(read_bundle(WHOLE.encode())) == WHOLE


def test_seals_without_the_hash_of_the_rules_name_the_rules_as_they_were_written() -> None:
    data = example()
    data["sheets"][0]["seal"] = "0" * 64

    assert (read(data).rules_sha256, read(example()).rules_sha256) == (canonical_hash(data["rules"]), None)


def test_defaults_are_filled_in_and_idle_ones_dropped() -> None:
    data = example()
    data["rules"]["scoring"]["disqualifies"] = Disqualifies.MAJORITY.value
    data["ranking"], data["draw"] = [], None

    assert read(data) == read(example())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"women": 3', '"women": 3.0', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": 1e400', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": NaN', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": 3, "women": 3', ("bundle.twice", "groups[0].women")),
        ('"women": 3', '"women": true', ("bundle.misfit", "groups[0].women")),
        ('"women": 3', '"women": "3"', ("bundle.misfit", "groups[0].women")),
        ('"women": 3', '"dni": 3', ("bundle.keys", "groups[0]")),
        ('"C1": 35', '"C1": true', ("bundle.misfit", "sheets[0].marks.C1")),
        ('"version": 1', '"version": true', ("bundle.other_format", "")),
        ('"version": 1', '"version": 2', ("bundle.other_format", "")),
        ('"code": "B"', '"code": "A"', ("bundle.repeated", "groups")),
        ('"code": "J2"', '"code": "J3"', ("bundle.unknown", "sheets[1].juror")),
        ('"category": "UNICA"', '"category": "OTRA"', ("bundle.unknown", "groups[0].category")),
        ("15:00:00+00:00", "15:00:00", ("bundle.no_zone", "groups[0].submitted_at")),
        ("15:00:00+00:00", "15:00:00Z", ("bundle.misfit", "groups[0].submitted_at")),
        ('"women": 3', '"women": -1', ("bundle.below_zero", "groups[0].women")),
        ('"women": 3', f'"women": {10**18}', ("bundle.odd", "groups[0].women")),
        ("Fichas en papel", "a\\u0000b", ("bundle.broken_text", "source")),
        ('"C1": 35', '"C1": 35, "\\ud800": 3', ("bundle.broken_text", "sheets[0].marks")),
        ('{"cents": 1500000}', '{"cents": -1}', ("bundle.below_zero", "groups[0].requested")),
        ('"decimals": 2', f'"decimals": {10**9}', ("bundle.decimals", "rules.scoring.pass_mark")),
        ('"quorum": 2', f'"quorum": 2, "decimals": {10**9}', ("bundle.decimals", "rules.scoring.decimals")),
        ('"decimals": 2', '"decimals": -1', ("bundle.decimals", "rules.scoring.pass_mark")),
        ('"women": 3', '"women": 3, "number": 2', ("bundle.repeated", "groups.number")),
        ('"women": 3', f'{HERE} [{THERE % 9}]', ("bundle.part_beyond_whole", "groups[0].attendance[0]")),
        ('"women": 3', f'{HERE} [{THERE % 1}, {THERE % 1}]', ("bundle.repeated", "groups[0].attendance")),
        ('"source"', '"recusals": [{"juror": "J9", "group": "A"}], "source"', ("bundle.unknown", "recusals[0].juror")),
        ('"source"', f'"moves": [{MOVE}], "source"', ("bundle.unknown", "moves[0].target")),
        ('"source"', f'{DRAW}, "source"', ("bundle.no_zone", "draw.held_at")),
        ("2025-06-20T15:00:00+00:00", "0001-01-01T00:00:00+14:00", ("bundle.no_zone", "groups[0].submitted_at")),
        ("Fichas en papel", "\\ud800", ("bundle.broken_text", "source")),
        ('"source"', '"bundle_sha256": "0", "source"', ("bundle.changed", "bundle_sha256")),
        ('"source"', '"rules_sha256": "0", "source"', ("bundle.changed", "rules_sha256")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_its_place_named(
    old: str, new: str, problem: tuple[str, str]
) -> None:
    text = json.dumps(example(), ensure_ascii=False)
    assert old in text

    assert problem in problems(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" ", "está vacío"),
        (b'{"a":\n  }', "no es JSON desde la línea 2, columna 3: «}»"),
        (b'{"G1": 30,5}', 'no es JSON desde la línea 1, columna 11: «{"G1": 30,5}»'),
        (b'{\n"\xff"', "no está en UTF-8 desde la línea 2: guárdelo con esa codificación"),
        (b"PK\x03\x04\xff", "es un ZIP o un libro de Excel: saque de él el archivo .json"),
        (b"\xef\xbb\xbf{}", "empieza con una marca de orden (BOM): guárdelo como UTF-8 sin ella"),
        (b"[" * 100_000, "tiene demasiados niveles"),
        (b'{"a": ' + b"9" * 5000 + b"}", "tiene un número demasiado largo"),
    ],
    ids=[
        "empty",
        "no json",
        "decimal comma",
        "no utf-8",
        "zip",
        "byte order mark",
        "too deep",
        "too many digits",
    ],
)
def test_what_is_no_json_is_refused_and_says_at_what(content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_bundle(content)

    assert [(one.code, one.params) for one in refusal.value.problems] == [
        ("bundle.unreadable", {"reason": reason})
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"women": 3', '"women": "3"', "se espera un número entero"),
        (
            "2025-06-20T15:00:00+00:00",
            "2025-06-20T15:00:00Z",
            "«2025-06-20T15:00:00Z» no es un instante con su zona, como 2026-11-23T17:00:00+00:00",
        ),
        ('"quorum": 2', '"quorum": 2, "rounding": "up"', "«up» no es ninguno de los valores que se admiten"),
    ],
)
def test_a_value_of_another_form_says_in_spanish_what_is_expected(old: str, new: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_bundle(json.dumps(example(), ensure_ascii=False).replace(old, new, 1).encode())

    assert [one.params["reason"] for one in refusal.value.problems] == [reason]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"women": 3',
            '"women": 1.5',
            "En «groups[0].women» está «1.5»: solo valen números enteros de hasta 18 cifras. Corríjalo.",
        ),
        (
            '"women": 3',
            '"women": 3, "women": 4',
            "«groups[0].women» está dos veces en el mismo objeto. Deje uno solo.",
        ),
        (
            '{"cents": 1500000}',
            '{"soles": 15000}',
            "En «groups[0].requested» no están los datos que deben: falta cents; sobra soles. "
            "Compare con docs/bundle.md.",
        ),
        (
            '"group": "A"',
            '"group": "Z"',
            "En «sheets[0].group» se nombra «Z», que no está en el archivo. Agréguelo o corrija el código.",
        ),
    ],
    ids=["fraction", "twice", "keys", "unknown"],
)
def test_a_mistake_is_told_with_what_to_do(old: str, new: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_bundle(json.dumps(example(), ensure_ascii=False).replace(old, new, 1).encode())

    assert [problem.text for problem in refusal.value.problems] == [sentence]


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reading, "LARGEST", 10)

    assert problems(WHOLE) == [("bundle.unreadable", "")]


def test_the_example_is_ranked_as_its_description_says() -> None:
    report: Any = ranking_report(read(example()))

    assert [(line["group"], line["place"], line["exact_total"]) for line in report["ranking"]] == [
        ("B", 1, "80/1"),
        ("A", 2, "80/1"),
        ("C", None, "65/1"),
    ]


@pytest.mark.parametrize(
    ("rule", "awards", "balance"),
    [
        ("merit_order", {"B": 1_200_000}, 1_300_000),
        ("merit_order_partial", {"B": 1_200_000, "A": 1_300_000}, 0),
    ],
)
def test_the_example_is_allocated_as_its_description_says(
    rule: str, awards: dict[str, int], balance: int
) -> None:
    report: Any = allocation_report(read(example()), rule)

    assert (report["awards"], report["balance"], len(report["steps"])) == (awards, balance, 3)


def test_what_keeps_a_group_from_having_a_total_is_named() -> None:
    data = example()
    del data["sheets"][0]["marks"]["C1"]

    with pytest.raises(Refused) as refusal:
        places_of(read(data))

    assert [problem.code for problem in refusal.value.problems] == ["sheet.criterion_skipped"]


def test_the_sheet_of_a_juror_who_stood_aside_is_named_before_anything_is_worked_out() -> None:
    data = example()
    data["recusals"] = [{"juror": "J1", "group": "A"}]

    with pytest.raises(Refused) as refusal:
        ranking_report(read(data))

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params["place"]) == ("bundle.stood_aside", "sheets[0]")
