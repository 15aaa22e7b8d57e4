"""The files that a contest asks for, as the designer checks and the freezing writes them."""

import json
from dataclasses import replace

import pytest

from contest_portal.contests.rules.asked_file_checks import files_problems
from contest_portal.contests.rules.asked_files import MAX_FILES, AskedFile, FileForm
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.records import from_data, to_data
from tests.factories.contests import RULEBOOK

PHOTO = AskedFile("FOTO", "Foto del local", "Con el grupo delante.", FileForm.PHOTO, required=True, most=2)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ((), []),
        ((PHOTO, replace(PHOTO, code="B", most=MAX_FILES - 2, help="x" * 300, name="x" * 80)), []),
        ((PHOTO, PHOTO), ["files.repeated"]),
        ((replace(PHOTO, code="Á"),), ["files.unnamed"]),
        ((replace(PHOTO, name=""),), ["files.unnamed"]),
        ((replace(PHOTO, name="x" * 81),), ["files.unnamed"]),
        ((replace(PHOTO, help="x" * 301),), ["files.help"]),
        ((replace(PHOTO, most=0),), ["files.none"]),
        ((PHOTO, replace(PHOTO, code="B", most=MAX_FILES - 1)), ["files.too_many"]),
    ],
    ids=[
        "none",
        "as many as may be",
        "twice",
        "code",
        "no name",
        "long name",
        "long help",
        "none of it",
        "too many",
    ],
)
def test_what_is_asked_for_is_checked(files: tuple[AskedFile, ...], expected: list[str]) -> None:
    assert [problem.code for problem in files_problems(replace(RULEBOOK, files=files))] == expected


def test_rules_without_them_read_and_hash_as_before() -> None:
    asking = replace(RULEBOOK, files=(PHOTO,))

    assert "files" not in json.loads(canonical_json(to_data(RULEBOOK)))
    assert from_data(Rulebook, to_data(asking)) == asking
