"""Which pinned packages a file of known weaknesses names: an export in the form of OSV, read without a network."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

KINDS = {"PyPI": "pypi", "npm": "npm"}
_FIRST = "0"


@dataclass(frozen=True, slots=True, order=True)
class Weakness:
    """A known weakness of a package in the version that is pinned; `mended` are the versions told to be without it."""

    package: str
    version: str
    name: str
    said: str
    mended: str


def read_weaknesses(place: Path) -> list[Any]:
    """Read a file with one record, a list of them or `{"vulns": […]}`; of a folder every such file.

    Raises ValueError for what is none: an empty export must not pass for one in which nothing is found.
    """
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    records = [record for file in files for record in _records(json.loads(file.read_text("utf-8")))]
    if not records or not all(isinstance(one, dict) and "id" in one and "affected" in one for one in records):
        raise ValueError(f"{place} holds no list of weaknesses in the form of OSV")
    return records


def _records(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return list(data["vulns"]) if "vulns" in data else [data]
    return list(data) if isinstance(data, list) else [data]


def found_weaknesses(components: Iterable[Any], records: Iterable[Any]) -> list[Weakness]:
    """Name each pinned package that a record tells of, in the order of names; a withdrawn record tells of nothing."""
    pinned: dict[tuple[str, str], list[str]] = {}
    for one in components:
        kind = one["purl"].partition("/")[0].removeprefix("pkg:")
        pinned.setdefault((kind, one["name"]), []).append(one["version"])
    return sorted(
        {
            weakness
            for record in records
            if not record.get("withdrawn")
            for told in record["affected"]
            for weakness in _of(record, told, pinned)
        }
    )


def _of(record: Any, told: Any, pinned: dict[tuple[str, str], list[str]]) -> Iterator[Weakness]:
    package = told.get("package", {})
    key = KINDS.get(package.get("ecosystem", ""), ""), canonicalize_name(package.get("name", ""))
    for version in pinned.get(key, ()):
        if _is_affected(version, told):
            said = record.get("summary") or record.get("details", "")[:100]
            yield Weakness(key[1], version, record["id"], said, ", ".join(_mended(told)))


def _is_affected(version: str, told: Any) -> bool:
    return version in told.get("versions", ()) or any(
        _is_within(Version(version), one.get("events", ()))
        for one in told.get("ranges", ())
        if one.get("type") in {"ECOSYSTEM", "SEMVER"}
    )


def _is_within(version: Version, events: Iterable[Any]) -> bool:
    """Go through the events of a range in the order of their versions; the last one not after ours decides."""
    is_inside = False
    for at, what in sorted((_version(at), what) for event in events for what, at in event.items()):
        if what == "introduced" and version >= at:
            is_inside = True
        if (what == "fixed" and version >= at) or (what == "last_affected" and version > at):
            is_inside = False
    return is_inside


def _version(text: str) -> Version:
    """Read a version; what is none counts as before all others, so that a doubt is told rather than passed over."""
    try:
        return Version(text)
    except InvalidVersion:
        return Version(_FIRST)


def _mended(told: Any) -> list[str]:
    events = (event for one in told.get("ranges", ()) for event in one.get("events", ()))
    return [event["fixed"] for event in events if "fixed" in event]
