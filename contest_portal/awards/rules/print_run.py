"""Printing all papers of a kind of a contest at once: which kinds, what files are called, what stands in its way."""

from datetime import datetime, timedelta
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem


class Papers(StrEnum):
    """What is printed together, by the word in addresses and names of files."""

    AGREEMENTS = "convenios"
    CERTIFICATES = "certificados"
    NOTICES = "notificaciones"


VOLUME = 500
"""So many papers make one file to print: it is made in memory that grows with them, some 140 MB for these."""
SILENCE = timedelta(seconds=120)
"""No document and no file takes so long: a run that says nothing for it went down with its process."""
KEPT_FOR = timedelta(days=1)
"""So long the joined files lie beside the storage. They are made again in moments: the printed papers stay."""
ALREADY_RUNNING = Problem(
    "print_run.running",
    field="state",
    message=N_("Estos documentos ya se están preparando. Espere a que terminen."),
)
NOT_RUNNING = Problem(
    "print_run.not_running",
    field="state",
    message=N_("La preparación ya terminó: no queda nada que detener. Vuelva a la página de impresión."),
)
NO_PAPERS = Problem(
    "print_run.no_papers",
    field="state",
    message=N_(
        "Este concurso no tiene documentos vigentes de esta clase. Emítalos en la página de documentos."
    ),
)


def volume_name(papers: Papers, number: int) -> str:
    """Name a file to print, the first 1."""
    return f"{papers}-{number}.pdf"


def archive_name(papers: Papers) -> str:
    """Name the archive of single files."""
    return f"{papers}.zip"


def volumes_of(count: int) -> tuple[range, ...]:
    """Give which papers, counted from 0, each file to print holds."""
    return tuple(range(n, min(n + VOLUME, count)) for n in range(0, count, VOLUME))


def is_silent(last_sign_at: datetime, now: datetime) -> bool:
    """Tell whether a run that has not ended went down."""
    return now - last_sign_at > SILENCE


def is_over(ended_at: datetime, now: datetime) -> bool:
    """Tell whether the joined files are kept no longer."""
    return now - ended_at > KEPT_FOR
