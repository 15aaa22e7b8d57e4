"""Every package that the portal is made of, as a list in the form of CycloneDX 1.6: from the pinned files alone."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

USED_IN = {
    "requirements.txt": "required",
    "requirements-prod.txt": "required",
    "requirements-dev.txt": "excluded",
    "requirements-setup.txt": "excluded",
}
"""The pinned files, those of the running portal first; what tests and installing need besides is `excluded`."""
SCRIPTS = Path("static", "js", "vendor")
_PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)(.*)$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_SCRIPT = re.compile(r"/\* ([\w.-]+) ([\w.-]+), unchanged, as published on npm\.")

Component = dict[str, Any]


def package_list(root: Path) -> dict[str, Any]:
    """Give the list of all packages under a folder with the pinned files; the same files give the same list."""
    found: dict[str, Component] = {}
    for file, scope in USED_IN.items():
        for one in _pinned((root / file).read_text(encoding="utf-8"), scope):
            found.setdefault(one["bom-ref"], one)
    for path in sorted((root / SCRIPTS).glob("*.js")):
        one = _script(path.read_bytes())
        found[one["bom-ref"]] = one
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "contest-portal"}},
        "components": [found[ref] for ref in sorted(found)],
    }


def _pinned(text: str, scope: str) -> Iterator[Component]:
    for name, version, rest in _PINNED.findall(text.replace("\\\n", " ")):
        yield _component("pypi", canonicalize_name(name), version, scope, _HASH.findall(rest))


def _script(content: bytes) -> Component:
    """Describe a script of others that is served unchanged; ValueError for one that does not say what it is."""
    told = _SCRIPT.match(content.decode())
    if told is None:
        raise ValueError("a script of others does not begin with its name and version")
    return _component("npm", told[1], told[2], "required", [hashlib.sha256(content).hexdigest()])


def _component(kind: str, name: str, version: str, scope: str, hashes: list[str]) -> Component:
    address = f"pkg:{kind}/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": scope,
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
    }
