"""The schema of the bundle: the one in the file, and what is exported fits it."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from benchmarks.invented_bundles import invented_bundle
from contest_portal.config import ROOT
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import Refused
from contest_portal.publication.bundle_schema import bundle_schema
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from tests.publication.rules.test_bundle_reading import example

SCHEMA: Any = json.loads(bundle_schema())


def test_the_file_holds_the_schema_of_today() -> None:
    file = ROOT / "contest_portal" / "publication" / "bundle.schema.json"

    assert file.read_text() == bundle_schema(), "write it again: flask --app wsgi bundle schema"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("seed", range(5))
def test_bundles_fit_it(seed: int) -> None:
    data = json.loads(write_bundle(invented_bundle(seed, groups=3, jurors=2, criteria=4)))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []


def test_the_worked_example_fits_it_and_a_wrong_kind_does_not() -> None:
    data = example()
    fits = Draft202012Validator(SCHEMA).is_valid(data)
    data["groups"][0]["women"] = "3"

    assert (fits, Draft202012Validator(SCHEMA).is_valid(data)) == (True, False)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("format",), "paquete"),
        (("version",), 2),
        (("groups", 0, "submitted_at"), "2026-05-01 10:00:00-05:00"),
        (("groups", 0, "submitted_at"), "2026-05-01T10:00:00"),
        (("rules", "calendar", "closes_at"), "2026-05-01T10:00:00Z"),
        (("rules", "calendar", "field_from"), "20260501"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses_too(at: tuple[str | int, ...], value: Json) -> None:
    data = example()
    place: Any = data
    for key in at[:-1]:
        place = place[key]
    assert at[-1] in place
    place[at[-1]] = value

    assert not Draft202012Validator(SCHEMA).is_valid(data)
    with pytest.raises(Refused):
        read_bundle(json.dumps(data).encode())
