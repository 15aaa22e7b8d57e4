"""The sample of bad inputs that lives beside the repository: read, decoded, and held to its expectations."""

import base64
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contest_portal.config import ROOT

SAMPLE = ROOT.parent / "shared" / "bad_inputs_sample.json"


@dataclass(frozen=True, slots=True)
class BadInput:
    """One item: what is tried, with what, and what may come of it."""

    id: str
    action: str
    vector: str
    value: object
    expected: frozenset[str]
    canonical: str | None
    filename: str
    why: str

    @property
    def text(self) -> str:
        """Give the value as a person would type it."""
        return self.value if isinstance(self.value, str) else json.dumps(self.value)

    @property
    def content(self) -> bytes:
        """Give the value as the bytes of a file."""
        assert isinstance(self.value, bytes)
        return self.value

    @property
    def rows(self) -> Sequence[object]:
        """Give the value as a list."""
        assert isinstance(self.value, list)
        return self.value

    def fields(self) -> dict[str, str]:
        """Give the value as named texts."""
        assert isinstance(self.value, dict)
        return {str(key): str(value) for key, value in self.value.items()}


def read_sample(path: Path = SAMPLE) -> tuple[BadInput, ...]:
    """Read every item; none when the sample is absent, unless everything is required."""
    if not path.is_file():
        if os.environ.get("PORTAL_REQUIRE_ALL"):
            raise FileNotFoundError(path)
        return ()
    return tuple(_item(entry) for entry in json.loads(path.read_text())["items"])


def _item(entry: dict[str, object]) -> BadInput:
    alternatives = entry.get("alt", [])
    assert isinstance(alternatives, list)
    return BadInput(
        id=str(entry["id"]),
        action=str(entry["action"]),
        vector=str(entry["vector"]),
        value=_value(entry),
        expected=frozenset({str(entry["expect"]), *alternatives}),
        canonical=str(entry["canonical"]) if "canonical" in entry else None,
        filename=str(entry.get("filename", "")),
        why=str(entry["why"]),
    )


def _value(entry: dict[str, object]) -> object:
    if "input_b64z" in entry:
        return zlib.decompress(base64.b64decode(str(entry["input_b64z"])))
    if "input_b64" in entry:
        return base64.b64decode(str(entry["input_b64"]))
    return entry["input"]
