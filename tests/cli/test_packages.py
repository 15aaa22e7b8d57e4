"""`flask packages …`: the list of what the portal is made of, and a list of known weaknesses held against it."""

import json
import re
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from jsonschema import Draft202012Validator

from contest_portal.cli.package_list import USED_IN, package_list
from contest_portal.cli.weaknesses import found_weaknesses, read_weaknesses
from contest_portal.config import ROOT

COMPONENT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "bom-ref", "name", "version", "scope", "purl", "hashes"],
    "properties": {
        "type": {"const": "library"},
        "bom-ref": {"type": "string", "minLength": 1},
        "name": {"type": "string", "minLength": 1},
        "version": {"type": "string", "maxLength": 1024},
        "scope": {"enum": ["required", "optional", "excluded"]},
        "purl": {"type": "string", "pattern": r"^pkg:(pypi|npm)/[a-z0-9._-]+@[^@/]+$"},
        "hashes": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["alg", "content"],
                "properties": {
                    "alg": {"const": "SHA-256"},
                    "content": {"type": "string", "pattern": "^[a-f0-9]{64}$"},
                },
            },
        },
    },
}
CYCLONEDX = {
    "type": "object",
    "additionalProperties": False,
    "required": ["bomFormat", "specVersion", "version", "metadata", "components"],
    "properties": {
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.6"},
        "version": {"type": "integer", "minimum": 1},
        "metadata": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"component": {"type": "object", "required": ["type", "name"], "minProperties": 2}},
        },
        "components": {"type": "array", "uniqueItems": True, "items": COMPONENT},
    },
}
"""What of the form of CycloneDX 1.6 the list uses: the form itself is not at hand without a network."""


def record(*events: dict[str, str], name: str = "Flask", ecosystem: str = "PyPI", **more: Any) -> Any:
    """Give an invented weakness in the form of OSV."""
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    affected = {"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges, **more.pop("told", {})}
    return {"id": "OSV-0000-1", "summary": "Invented", "affected": [affected], **more}


def check(app: Flask, place: Path) -> Result:
    return app.test_cli_runner().invoke(args=["packages", "check", str(place)])


def test_the_list_has_the_form_and_holds_every_pinned_package_once(app: Flask) -> None:
    printed = json.loads(app.test_cli_runner().invoke(args=["packages", "list"]).stdout)
    pinned = {
        (name.lower().replace("_", "-").replace(".", "-"), at)
        for file in USED_IN
        for name, at in re.findall(r"^([\w.-]+)(?:\[\S+\])?==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
    }

    assert [error.message for error in Draft202012Validator(CYCLONEDX).iter_errors(printed)] == []
    listed = [(one["name"], one["version"]) for one in printed["components"]]
    assert (len(listed), {*listed} - pinned) == (len({*listed}), {("lean-qr", "2.7.4")})
    assert pinned - {*listed} == set()
    assert all(one["bom-ref"] < other["bom-ref"] for one, other in pairwise(printed["components"]))


def test_each_package_says_whether_the_portal_needs_it_and_has_all_of_its_hashes() -> None:
    found = {one["name"]: one for one in package_list(ROOT)["components"]}
    block = re.search(
        r"^flask==.*?(?=^\w)", (ROOT / "requirements.txt").read_text(), re.MULTILINE | re.DOTALL
    )

    scopes = {name: found[name]["scope"] for name in ("flask", "gunicorn", "lean-qr", "pytest", "uv")}
    assert scopes == dict(zip(scopes, ("required",) * 3 + ("excluded",) * 2, strict=True))
    assert block is not None
    assert [one["content"] for one in found["flask"]["hashes"]] == re.findall(
        "sha256:([0-9a-f]{64})", block[0]
    )
    assert found["flask"]["version"] == version("flask")


@pytest.mark.parametrize(
    ("weakness", "is_named"),
    [
        (record({"introduced": "0"}), True),
        (record({"introduced": "0"}, {"fixed": "3.1.3"}), False),
        (record({"introduced": "0"}, {"fixed": "3.1.10"}), True),
        (record({"introduced": "3.1.3"}), True),
        (record({"introduced": "3.2"}), False),
        (record({"introduced": "0"}, {"last_affected": "3.1.3"}), True),
        (record({"introduced": "0"}, {"last_affected": "3.1.2"}), False),
        (record({"introduced": "0"}, {"fixed": "2.0"}, {"introduced": "3.0"}, {"fixed": "4.0"}), True),
        (record({"introduced": "3.0"}, {"fixed": "4.0"}, {"introduced": "0"}, {"fixed": "2.0"}), True),
        (record({"introduced": "0"}, {"fixed": "3.1.3rc1"}), False),
        (record({"introduced": "0"}, {"fixed": "when it is done"}), True),
        (record(told={"versions": ["3.1.3"]}), True),
        (record(told={"versions": ["3.1.2"]}), False),
        (record({"introduced": "0"}, name="FLASK"), True),
        (record({"introduced": "0"}, name="flask-cor"), False),
        (record({"introduced": "0"}, ecosystem="npm"), False),
        (record({"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z"), False),
    ],
)
def test_a_package_is_named_when_its_version_has_the_weakness(weakness: Any, *, is_named: bool) -> None:
    components = [{"purl": "pkg:pypi/flask@3.1.3", "name": "flask", "version": "3.1.3"}]

    assert bool(found_weaknesses(components, [weakness])) is is_named


def test_the_command_says_which_pinned_package_it_is_and_ends_with_1(app: Flask, tmp_path: Path) -> None:
    qr = record({"introduced": "2.0.0"}, {"fixed": "9.0.0"}, name="lean-qr", ecosystem="npm")
    qr["affected"][0]["ranges"][0]["type"] = "SEMVER"
    (tmp_path / "a.json").write_text(json.dumps(record({"introduced": "0"})))
    (tmp_path / "b.json").write_text(json.dumps({"vulns": [qr, record({"introduced": "0"}, name="django")]}))

    both, one = check(app, tmp_path), check(app, tmp_path / "a.json")

    flask = f"flask {version('flask')}: OSV-0000-1 Invented\n"
    assert (one.exit_code, one.stdout) == (1, flask)
    assert (both.exit_code, both.stdout) == (
        1,
        f"{flask}lean-qr 2.7.4: OSV-0000-1 Invented; without it: 9.0.0\n",
    )


def test_where_no_package_is_named_the_command_says_how_much_it_looked_at(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(json.dumps([record({"introduced": "0"}, name="django")] * 3))

    result = check(app, tmp_path)

    count = len(package_list(ROOT)["components"])
    assert (result.exit_code, result.stdout) == (
        0,
        f"{count} packages, 3 weaknesses: none of them is known to have one\n",
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", '[{"id": "x"}]', '{"vulns": []}', "<html>", "[null]"])
def test_what_is_no_list_of_weaknesses_never_passes_for_an_empty_one(
    app: Flask, tmp_path: Path, text: str
) -> None:
    place = tmp_path / "export.json"
    place.write_text(text)

    result = check(app, place)

    assert (result.exit_code, result.stdout) == (1, "")
    with pytest.raises(ValueError, match=r"weaknesses|Expecting"):
        read_weaknesses(place)


def test_a_folder_without_a_file_is_none_either(app: Flask, tmp_path: Path) -> None:
    assert check(app, tmp_path).exit_code == 1
