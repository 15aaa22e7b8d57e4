"""Files that a contest asks for beside the profile: each by its name, with what it is for and how many may come."""

from dataclasses import dataclass
from enum import StrEnum

MAX_FILES = 20
"""So many files an application may have in all."""


class FileForm(StrEnum):
    """What a file may be."""

    ANY = "any"
    PHOTO = "photo"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A kind of file that the contest asks for. One that is not required may be left out."""

    code: str
    name: str
    help: str
    form: FileForm
    required: bool
    most: int
