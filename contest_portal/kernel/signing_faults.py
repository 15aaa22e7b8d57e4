"""Why nothing can be signed, in words for who wants a paper now: what to do, and that no number was used."""

from contest_portal.kernel.problems import N_, Problem


def _fault(code: str, message: str) -> Problem:
    return Problem(f"signing.{code}", field="file", message=message)


NO_CERTIFICATE = _fault(
    "no_certificate",
    N_(
        "No se pudo abrir el certificado con el que se firman los documentos. Avise a quien administra el portal: "
        "mientras tanto no se emite ni se imprime nada, y no se usó ningún número."
    ),
)
CERTIFICATE_ENDED = _fault(
    "certificate_ended",
    N_(
        "El certificado con el que se firman los documentos no está vigente. Avise a quien administra el portal: "
        "mientras tanto no se emite ni se imprime nada, y no se usó ningún número."
    ),
)
NO_DRIVER = _fault(
    "no_driver",
    N_(
        "No se pudo usar el programa del token con el que se firman los documentos. Avise a quien administra el "
        "portal: mientras tanto no se emite ni se imprime nada, y no se usó ningún número."
    ),
)
TOKEN_AWAY = _fault(
    "token_away",
    N_(
        "El token con el que se firman los documentos no está conectado. Conéctelo al servidor y repita: mientras "
        "tanto no se emite ni se imprime nada, y no se usó ningún número."
    ),
)
NO_PIN = _fault(
    "no_pin",
    N_(
        "No se pudo leer el PIN del token con el que se firman los documentos. Avise a quien administra el portal: "
        "mientras tanto no se emite ni se imprime nada, y no se usó ningún número."
    ),
)
PIN_REFUSED = _fault(
    "pin_refused",
    N_(
        "El token con el que se firman los documentos no aceptó el PIN. El portal no lo intenta de nuevo, para que "
        "el token no se bloquee. Avise a quien administra el portal: debe corregir el PIN y probarlo una vez con "
        "«flask certificate token --again». No se emitió ni se imprimió nada, y no se usó ningún número."
    ),
)
PIN_LOCKED = _fault(
    "pin_locked",
    N_(
        "El token con el que se firman los documentos está bloqueado por PIN errados. Avise a quien administra el "
        "portal: se desbloquea con el programa del token. No se emitió ni se imprimió nada, y no se usó ningún "
        "número."
    ),
)
NO_KEY = _fault(
    "no_key",
    N_(
        "En el token conectado no está la clave con la que se firman los documentos. Compruebe que sea el token "
        "correcto y avise a quien administra el portal: no se emitió ni se imprimió nada, y no se usó ningún número."
    ),
)
TOKEN_FAILED = _fault(
    "token_failed",
    N_(
        "El token con el que se firman los documentos no respondió. Desconéctelo, conéctelo y repita: no se emitió "
        "ni se imprimió nada, y no se usó ningún número."
    ),
)
