"""The states of a synchronisation, what can stop it, and what the person should do about each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, PortalError, Problem


class RunState(StrEnum):
    """Where a synchronisation stands."""

    FETCHING = "fetching"
    FETCHED = "fetched"
    APPLIED = "applied"
    FAILED = "failed"


class Fault(StrEnum):
    """What stops a synchronisation. The register stays as it was, whatever it is."""

    UNREACHABLE = "source.unreachable"
    SLOW = "source.slow"
    BUSY = "source.busy"
    BROKEN = "source.broken"
    NOT_FOUND = "source.not_found"
    REDIRECTED = "source.redirected"
    CERTIFICATE = "source.certificate"
    TOKEN_MISSING = "token.missing"  # noqa: S105 - the code of a fault, no token
    TOKEN_REFUSED = "token.refused"  # noqa: S105 - the code of a fault, no token
    REQUEST_REFUSED = "request.refused"
    PAGE_MALFORMED = "page.malformed"
    PAGE_TOO_LARGE = "page.too_large"
    PAGE_REPEATED = "page.repeated"
    CURSOR_LOOP = "cursor.loop"
    CURSOR_EXPIRED = "cursor.expired"
    NOTHING_SENT = "source.empty"
    ROWS_REJECTED = "rows.rejected"
    CANCELLED = "run.cancelled"


RETRIED = frozenset({Fault.UNREACHABLE, Fault.SLOW, Fault.BUSY, Fault.BROKEN})
"""What may pass by itself within a minute."""

STARTS_ANEW = frozenset(
    {
        Fault.REQUEST_REFUSED,
        Fault.PAGE_REPEATED,
        Fault.CURSOR_LOOP,
        Fault.CURSOR_EXPIRED,
        Fault.NOTHING_SENT,
        Fault.ROWS_REJECTED,
        Fault.CANCELLED,
    }
)
"""After these the pages kept are of no use: the next synchronisation asks from the start."""

FAULT_SENTENCES: Mapping[Fault, str] = {
    Fault.UNREACHABLE: N_(
        "No se pudo llegar a la fuente. Revise la conexión y la dirección, y vuelva a intentarlo más tarde."
    ),
    Fault.SLOW: N_("La fuente tardó demasiado en responder. Vuelva a intentarlo más tarde."),
    Fault.BUSY: N_("La fuente está ocupada o en mantenimiento. Vuelva a intentarlo más tarde."),
    Fault.BROKEN: N_(
        "La fuente respondió con un error o cortó la respuesta. Si se repite, avise a quien la administra."
    ),
    Fault.NOT_FOUND: N_(
        "En esa dirección no hay un padrón con el contrato acordado. Corrija la dirección de la fuente."
    ),
    Fault.REDIRECTED: N_(
        "La fuente manda a otra dirección. Por seguridad no se sigue: escriba la dirección definitiva."
    ),
    Fault.CERTIFICATE: N_(
        "El certificado de la fuente no es válido. No se envió la clave de acceso. Avise a quien la administra."
    ),
    Fault.TOKEN_MISSING: N_(
        "El servidor del portal no tiene la clave de acceso. Pida a sistemas que la ponga en la variable indicada."
    ),
    Fault.TOKEN_REFUSED: N_(
        "La fuente no aceptó la clave de acceso: venció o no es la suya. Pida una nueva a quien la administra."
    ),
    Fault.REQUEST_REFUSED: N_(
        "La fuente no entendió el pedido. Vuelva a sincronizar desde el comienzo; si se repite, avise a quien la "
        "administra."
    ),
    Fault.PAGE_MALFORMED: N_(
        "La fuente envió datos que no cumplen el contrato acordado. Avise a quien la administra."
    ),
    Fault.PAGE_TOO_LARGE: N_(
        "La fuente envió una página más grande de lo acordado. Avise a quien la administra."
    ),
    Fault.PAGE_REPEATED: N_(
        "La fuente envió dos veces la misma página. Vuelva a sincronizar; si se repite, avise a quien la administra."
    ),
    Fault.CURSOR_LOOP: N_(
        "La fuente da vueltas sobre las mismas páginas. Avise a quien la administra antes de volver a sincronizar."
    ),
    Fault.CURSOR_EXPIRED: N_(
        "Pasó demasiado tiempo y la fuente ya no permite continuar. Vuelva a sincronizar: empezará de nuevo."
    ),
    Fault.NOTHING_SENT: N_(
        "La fuente no envió ningún hogar, y de ella nunca se recibió nada. Avise a quien la administra."
    ),
    Fault.ROWS_REJECTED: N_(
        "Hay filas rechazadas y por eso no se guardó ninguna. Corríjalas en la fuente y vuelva a sincronizar."
    ),
    Fault.CANCELLED: N_("Una persona canceló la sincronización. No se guardó nada."),
}


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the guards ask for: what stopped the run, when something did."""

    fault: Fault | None = None


def can_go_on(facts: RunFacts) -> Problem | None:
    """Object to resuming what can only start anew."""
    if facts.fault is not None and facts.fault not in STARTS_ANEW:
        return None
    message = N_("Esta sincronización no se puede continuar. Empiece otra desde la página de las fuentes.")
    return Problem("run.starts_anew", field="state", message=message)


_LIVE = frozenset({RunState.FETCHING, RunState.FETCHED})
RUN: Lifecycle[RunFacts] = Lifecycle(
    "source_run",
    (
        Transition("finish", frozenset({RunState.FETCHING}), RunState.FETCHED),
        Transition("apply", frozenset({RunState.FETCHED}), RunState.APPLIED),
        Transition("fail", _LIVE, RunState.FAILED),
        Transition("cancel", _LIVE, RunState.FAILED),
        Transition("resume", frozenset({RunState.FAILED}), RunState.FETCHING, (can_go_on,)),
    ),
)


class FetchStopped(PortalError):
    """A page could not be had. `wait_ms` is what the source asked to wait, when it did."""

    def __init__(self, fault: Fault, *, wait_ms: int | None = None) -> None:
        self.fault = fault
        self.wait_ms = wait_ms
        super().__init__(fault.value)
