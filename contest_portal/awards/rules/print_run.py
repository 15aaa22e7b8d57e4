"""Printing all agreements of a contest at once: how far it is, what its files are called, what stands in its way."""

from datetime import datetime, timedelta

from contest_portal.kernel.problems import N_, Problem

VOLUME = 500
"""So many agreements make one file to print: it is made in memory that grows with them, some 140 MB for these."""
SILENCE = timedelta(seconds=120)
"""No document and no file takes so long: a run that says nothing for it went down with its process."""
KEPT_FOR = timedelta(days=1)
"""So long the joined files lie beside the storage. They are made again in moments: the printed agreements stay."""
ZIP = "convenios.zip"
ALREADY_RUNNING = Problem(
    "print_run.running",
    field="state",
    message=N_("Ya se están preparando los convenios de este concurso. Espere a que terminen."),
)
NOT_RUNNING = Problem(
    "print_run.not_running",
    field="state",
    message=N_("La preparación ya terminó: no queda nada que detener. Vuelva a la página de los convenios."),
)
NO_AGREEMENTS = Problem(
    "print_run.no_agreements",
    field="state",
    message=N_("Este concurso no tiene convenios vigentes. Emítalos primero en la página de documentos."),
)


def volume_name(number: int) -> str:
    """Name a file to print, the first 1."""
    return f"convenios-{number}.pdf"


def volumes_of(agreements: int) -> tuple[range, ...]:
    """Give which agreements, counted from 0, each file to print holds."""
    return tuple(range(n, min(n + VOLUME, agreements)) for n in range(0, agreements, VOLUME))


def is_silent(last_sign_at: datetime, now: datetime) -> bool:
    """Tell whether a run that has not ended went down."""
    return now - last_sign_at > SILENCE


def is_over(ended_at: datetime, now: datetime) -> bool:
    """Tell whether the joined files are kept no longer."""
    return now - ended_at > KEPT_FOR
