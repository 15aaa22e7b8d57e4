"""What the scripts of the page without a connection say, in the juror's language."""

from collections.abc import Mapping

from flask_babel import gettext

from contest_portal.web.shared.phone_labels import HOLD_LABELS

Words = Mapping[str, str | Mapping[str, str]]


def phone_words() -> Words:
    """Give the sentences by name; `%(name)s` stands for what the script puts in."""
    held = gettext("Retenida, no cuenta:")
    return {
        **_standing(),
        **_line(),
        **_pin(),
        **_sheet(),
        **{f"held_{code}": f"{held} {gettext(label)}." for code, label in HOLD_LABELS.items()},
        "question": {
            "title": gettext("¿Hacer definitiva esta ficha?"),
            "text": gettext(
                "Ya no podrá cambiarla. Solo la secretaría puede devolvérsela, con un motivo que queda registrado."
            ),
            "accept": gettext("Hacer definitiva"),
            "cancel": gettext("No, volver"),
            "tone": "primary",
        },
    }


def _standing() -> dict[str, str]:
    return {
        "is_missing": gettext("Sin empezar"),
        "is_here": gettext("Guardada en este teléfono"),
        "is_final_here": gettext("Definitiva, falta enviar"),
        "is_sent": gettext("Enviada, en borrador"),
        "is_final": gettext("Definitiva"),
        "is_on_paper": gettext("En papel"),
        "is_conflict": gettext("En conflicto"),
        "is_held": gettext("Retenida"),
        "is_refused": gettext("No recibida"),
        "is_gone": gettext("Ya no le toca"),
        "choose": gettext("Hay dos versiones: ábrala y elija una."),
        "refused": gettext("El portal no pudo leerla. Descargue el archivo y entréguelo a la secretaría."),
        "gone": gettext("Ya no le toca calificar a este grupo. Lo escrito queda guardado y no cuenta."),
        "final_waits": gettext("Se enviará cuando haya conexión."),
        "marked": gettext("%(marked)s de %(criteria)s criterios"),
        "on_paper": gettext(
            "La secretaría recibió su ficha en papel %(serial)s: vale el papel, aquí no se cambia."
        ),
        "returned": gettext("Devuelta por la secretaría: %(reason)s"),
    }


def _line() -> dict[str, str]:
    return {
        "opening": gettext("Abriendo…"),
        "all_sent": gettext("Todo enviado."),
        "waiting": gettext("Enviando. Faltan por enviar: %(waiting)s."),
        "offline": gettext("Sin conexión. No hay nada por enviar."),
        "offline_waiting": gettext(
            "Sin conexión. Faltan por enviar: %(waiting)s. Están guardadas en este teléfono y se enviarán solas."
        ),
        "later": gettext(
            "El portal no responde. Faltan por enviar: %(waiting)s. Están guardadas en este teléfono."
        ),
        "signed_out": gettext(
            "Su sesión terminó. Faltan por enviar: %(waiting)s. Siguen guardadas aquí: ingrese otra vez para enviarlas."
        ),
        "not_yours": gettext(
            "Esta cuenta no puede calificar aquí. Lo escrito sigue en este teléfono: avise a la secretaría."
        ),
        "full": gettext(
            "Este teléfono no tiene espacio: el último cambio NO se guardó. Libere espacio y escríbalo otra vez."
        ),
        "rules_changed": gettext(
            "Cambiaron las bases del concurso. Sus fichas siguen aquí: revíselas antes de terminar."
        ),
        "clock": gettext(
            "El reloj de este teléfono está mal. No importa para sus fichas: el orden no depende de la hora."
        ),
        "unsigned": gettext(
            "Esta conexión no permite firmar ni abrir la página sin red: no la cierre hasta que diga «Todo enviado»."
        ),
        "code": gettext("Código de este teléfono: %(code)s. Cópielo en su ficha de papel si se lo piden."),
        "file": gettext("fichas"),
        "code_of": gettext("Código %(number)s de %(total)s"),
        "pause": gettext("Detener"),
        "go_on": gettext("Seguir"),
    }


def _pin() -> dict[str, str]:
    return {
        "pin_shut": gettext("Bloqueado. Sus fichas siguen en este teléfono."),
        "pin_wanted": gettext("Falta su PIN para llevar las fichas en este teléfono."),
        "pin_shape": gettext("El PIN son 6 números. Escríbalo otra vez."),
        "pin_obvious": gettext("Ese PIN se adivina pronto. Elija otro, sin repetir ni contar seguido."),
        "pin_differs": gettext("Los dos no son iguales. Escriba el PIN y repítalo."),
        "pin_wrong": gettext("Ese no es su PIN. Pruebe otra vez."),
        "pin_wait": gettext(
            "Ese no es su PIN, o se probó demasiado seguido. Espere %(seconds)s segundos y pruebe otra vez."
        ),
        "pin_failed": gettext(
            "El PIN no se pudo guardar o leer. Compruebe la conexión y el espacio del teléfono, y pruebe otra vez."
        ),
        "pin_online": gettext("Para eso hace falta conexión. Pruebe otra vez cuando la tenga."),
        "legible": gettext(
            "Sin PIN, lo que lleva en este teléfono puede leerlo quien lo abra: póngale clave al teléfono y cierre su "
            "sesión al terminar."
        ),
    }


def _sheet() -> dict[str, str]:
    return {
        "unmarked": gettext("Todavía sin calificar"),
        "yes": gettext("Sí, cumple"),
        "no": gettext("No cumple"),
        "of": gettext("de %(maximum)s"),
        "points_of": gettext("%(points)s de %(maximum)s"),
        "range": gettext("Escriba un puntaje de %(min)s a %(max)s, en los pasos que admite la ficha."),
        "levels": gettext("Elija uno de estos puntajes: %(levels)s."),
        "yes_or_no": gettext("Conteste sí o no."),
        "mark_missing": gettext("Falta este puntaje: vacío no es cero."),
        "reason_missing": gettext("Escriba el motivo: las bases lo piden."),
        "reason_of": gettext("Motivo: %(criterion)s"),
        "version": gettext("Versión %(number)s"),
        "is_final_now": gettext("Esta ficha es definitiva."),
        "closed": gettext("La calificación está cerrada: las fichas ya no se cambian."),
    }
