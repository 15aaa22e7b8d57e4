"""What must hold of the files that a contest asks for."""

from collections.abc import Iterator

from contest_portal.contests.rules.asked_files import MAX_FILES, AskedFile
from contest_portal.contests.rules.codes import SHORT_CODE, repeated_codes
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, Problem

MAX_NAME, MAX_HELP = 80, 300


def files_problems(rulebook: Rulebook) -> Iterator[Problem]:
    """Check that each kind of file has a code and a name, and that an application has room for all of them."""
    yield from repeated_codes("files.repeated", "files", (asked.code for asked in rulebook.files))
    for asked in rulebook.files:
        yield from _kind_problems(asked)
    total = sum(asked.most for asked in rulebook.files)
    if total > MAX_FILES:
        yield Problem(
            "files.too_many",
            field="files",
            message=N_(
                "Los anexos suman %(sum)s archivos; una solicitud lleva %(max)s como máximo. Pida menos."
            ),
            params={"sum": str(total), "max": str(MAX_FILES)},
        )


def _kind_problems(asked: AskedFile) -> Iterator[Problem]:
    if not SHORT_CODE.fullmatch(asked.code) or not 1 <= len(asked.name) <= MAX_NAME:
        yield Problem(
            "files.unnamed",
            field="files",
            message=N_(
                "Cada anexo necesita un nombre de hasta 80 letras y un código de hasta 20 letras sin tilde, números, "
                "puntos o guiones."
            ),
        )
    if len(asked.help) > MAX_HELP:
        yield Problem(
            "files.help",
            field="files",
            message=N_("La ayuda de «%(name)s» tiene más de %(max)s letras. Acórtela."),
            params={"name": asked.name, "max": str(MAX_HELP)},
        )
    if asked.most < 1:
        yield Problem(
            "files.none",
            field="files",
            message=N_("De «%(name)s» se pide al menos un archivo. Escriba cuántos como máximo."),
            params={"name": asked.name},
        )
