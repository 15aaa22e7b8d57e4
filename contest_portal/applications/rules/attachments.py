"""Which files may go with an application: how large and how many, what the contest asks for, what is still missing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from contest_portal.applications.rules.completeness import SectionState
from contest_portal.applications.rules.file_kinds import FileKind, kind_problem
from contest_portal.contests.rules.asked_files import MAX_FILES, AskedFile, FileForm
from contest_portal.kernel.problems import N_, Problem

MAX_MEGABYTES = 10
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
PIECE_BYTES = 256 * 1024
MAX_UNFINISHED = 4
"""So many files of an application may be on their way at once."""
UNFINISHED_KEPT = timedelta(days=3)
"""So long an upload that nobody goes on with is kept."""

_UNFIT: Mapping[str, str] = MappingProxyType(
    {
        "damaged": N_(
            "No se pudo abrir el archivo: está dañado o incompleto. Guárdelo otra vez, o tome otra foto, y elija esa "
            "copia."
        ),
        "pixels": N_("La foto tiene más de %(max)s millones de puntos. Redúzcala y elija esa copia."),
        "encrypted": N_(
            "El PDF pide contraseña. Imprímalo otra vez como PDF, sin contraseña, y elija esa copia."
        ),
        "active": N_(
            "El PDF lleva programas o abre otras cosas por sí solo. Imprímalo otra vez como PDF y elija esa copia."
        ),
        "embedded": N_("El PDF lleva otros archivos dentro. Imprímalo otra vez como PDF y elija esa copia."),
        "pages": N_("El PDF tiene %(pages)s páginas y el máximo es %(max)s. Deje solo las que hacen falta."),
        "infected": N_(
            "El revisor de virus encontró algo peligroso en el archivo. No lo use: tome otra foto o haga el PDF en "
            "otro equipo."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that an application has: what it was uploaded as, what is kept of it, and what the contest calls it."""

    original_sha256: str
    sha256: str
    asked: str | None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is to be added."""

    kind: FileKind
    original_sha256: str
    sha256: str
    asked: str | None


@dataclass(frozen=True, slots=True)
class FileReport:
    """A kind of file that the contest asks for, how many there are of it, and what stands against it."""

    asked: AskedFile
    held: int
    problems: tuple[Problem, ...]

    @property
    def state(self) -> SectionState:
        """Tell how far it is, as for a section of the profile."""
        if self.held:
            return SectionState.DONE
        return SectionState.MISSING if self.asked.required else SectionState.OPTIONAL

    @property
    def has_room(self) -> bool:
        """Tell whether one more may come."""
        return self.held < self.asked.most


def check_content(content: bytes, name: str) -> tuple[Problem, ...]:
    """Say what is wrong with the bytes that came, as far as it shows without opening them."""
    if not content:
        return (_problem("empty", N_("El archivo está vacío. Elija otro.")),)
    if len(content) > MAX_BYTES:
        return (too_large(),)
    problem = kind_problem(content, name)
    return () if problem is None else (problem,)


def too_large() -> Problem:
    """Say that a file is too large."""
    message = N_("El archivo pesa más de %(max)s MB. Redúzcalo o divídalo en partes.")
    return _problem("too_large", message, max=str(MAX_MEGABYTES))


def unfit(code: str, figures: Mapping[str, str]) -> Problem:
    """Say why a file that was opened is not taken."""
    return _problem(code if code in _UNFIT else "damaged", _UNFIT.get(code, _UNFIT["damaged"]), **figures)


def check_place(new: NewFile, held: Collection[HeldFile], asked: Iterable[AskedFile]) -> tuple[Problem, ...]:
    """Say why an application has no place for a file."""
    if is_held(new.original_sha256, held) or new.sha256 in {file.sha256 for file in held}:
        return (_problem("twice", N_("Este archivo ya está en la solicitud. Elija otro.")),)
    if len(held) >= MAX_FILES:
        message = N_("La solicitud ya tiene %(max)s archivos. Quite alguno antes de agregar otro.")
        return (_problem("too_many", message, max=str(MAX_FILES)),)
    if new.asked is None:
        return ()
    wanted = next((one for one in asked if one.code == new.asked), None)
    if wanted is None:
        return (_problem("not_asked", N_("El concurso no pide ese anexo. Elija uno de la lista."), "asked"),)
    return _check_wanted(new, sum(file.asked == wanted.code for file in held), wanted)


def check_person(size: int, held_bytes: int, most_mb: int) -> tuple[Problem, ...]:
    """Say that a file of so many bytes is more than one person may have in open contests together."""
    if held_bytes + size <= most_mb * 1024 * 1024:
        return ()
    message = N_(
        "Los archivos que usted puso en concursos abiertos suman casi %(max)s MB, el máximo por persona, y este no "
        "cabe. Quite alguno que no haga falta o ponga una foto más liviana; si los necesita todos, pida a la oficina "
        "que amplíe el máximo."
    )
    return (_problem("person_full", message, max=str(most_mb)),)


def is_held(original_sha256: str, held: Iterable[HeldFile]) -> bool:
    """Tell whether a file that was uploaded as these bytes is there."""
    return original_sha256 in {file.original_sha256 for file in held}


def file_reports(held: Collection[HeldFile], asked: Iterable[AskedFile]) -> tuple[FileReport, ...]:
    """Tell for every kind of file that the contest asks for how far it is."""
    return tuple(_report(one, sum(file.asked == one.code for file in held)) for one in asked)


def check_files(held: Collection[HeldFile], asked: Iterable[AskedFile]) -> tuple[Problem, ...]:
    """Give what keeps an application from being sent for want of a file."""
    return tuple(problem for report in file_reports(held, asked) for problem in report.problems)


def next_name(names: tuple[str, ...], kind: FileKind) -> str:
    """Make the name of a new file: `anexo-3.pdf`. What the person called it is not kept."""
    taken = {name.partition(".")[0] for name in names}
    number = next(n for n in range(1, len(taken) + 2) if f"anexo-{n}" not in taken)
    return f"anexo-{number}.{kind.ending}"


def _check_wanted(new: NewFile, held: int, wanted: AskedFile) -> tuple[Problem, ...]:
    if wanted.form not in (FileForm.ANY, new.kind.form):
        message = _NOT_A_PHOTO if wanted.form is FileForm.PHOTO else _NOT_A_PDF
        return (_problem("wrong_form", message, name=wanted.name),)
    if held >= wanted.most:
        return (_problem("enough", _ENOUGH, "asked", name=wanted.name, max=str(wanted.most)),)
    return ()


_NOT_A_PHOTO = N_("«%(name)s» se pide como foto y el archivo es un PDF. Elija una foto.")
_NOT_A_PDF = N_("«%(name)s» se pide en PDF y el archivo es una foto. Elija un PDF.")
_ENOUGH = N_("De «%(name)s» ya están los %(max)s archivos que se piden. Quite alguno o elija otro anexo.")


def _report(asked: AskedFile, held: int) -> FileReport:
    if held or not asked.required:
        return FileReport(asked, held, ())
    missing = Problem(
        "attachment.missing",
        field="files",
        message=N_("Falta el anexo «%(name)s»."),
        params={"name": asked.name},
    )
    return FileReport(asked, held, (missing,))


def _problem(code: str, message: str, field: str = "file", **params: str) -> Problem:
    return Problem(f"attachment.{code}", field=field, message=message, params=params)
