"""What becomes of the entries of phones, in words: for jurors and for the secretary."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_
from contest_portal.scoring.rules.fates import Hold

HOLD_LABELS: Mapping[str, str] = {
    Hold.SIGNATURE.value: N_("La firma del teléfono no corresponde"),
    Hold.UNSIGNED_FILE.value: N_("El archivo viene sin firma"),
    Hold.REVOKED.value: N_("El teléfono está dado de baja"),
    Hold.GAP.value: N_("Falta una anotación anterior de ese teléfono"),
    Hold.REPEATED.value: N_("El teléfono usó dos veces el mismo número"),
    Hold.CHAIN.value: N_("No sigue a la anotación anterior de ese teléfono"),
    Hold.RULES.value: N_("Se escribió con otras bases"),
    Hold.LATE.value: N_("Llegó después de cerrada la sesión"),
    Hold.CLOSED.value: N_("Llegó con la calificación cerrada"),
    Hold.DRAWN.value: N_("Llegó después del sorteo de los empates"),
    Hold.SEALED.value: N_("La ficha ya era definitiva"),
    Hold.ON_PAPER.value: N_("La ficha se califica en papel"),
    Hold.RECUSED.value: N_("El jurado se abstuvo en ese grupo"),
    Hold.UNDECLARED.value: N_("El jurado no declaró sus intereses"),
    Hold.NOT_YOURS.value: N_("Ese grupo o esa fase no le toca al jurado"),
    Hold.MARKS.value: N_("Tiene un puntaje o un texto que la ficha no admite"),
    Hold.INCOMPLETE.value: N_("Se marcó definitiva sin estar completa"),
    Hold.ATTENDANCE.value: N_("Falta registrar la asistencia del grupo"),
}
NEXT_STEPS: Mapping[str, str] = {
    Hold.SIGNATURE.value: N_("No cuenta. Pida al jurado que envíe desde su propio teléfono."),
    Hold.UNSIGNED_FILE.value: N_("No cuenta. Pida al jurado que envíe desde su sesión, con conexión."),
    Hold.REVOKED.value: N_(
        "No cuenta. Si es un error, que el jurado califique en otro teléfono o en la página."
    ),
    Hold.GAP.value: N_(
        "Contará sola cuando llegue lo que falta: pida al jurado que envíe lo pendiente o le pase su archivo."
    ),
    Hold.REPEATED.value: N_("No cuenta. El jurado revisa esa ficha en la página y la guarda otra vez."),
    Hold.CHAIN.value: N_("No cuenta. El jurado revisa esa ficha en la página y la guarda otra vez."),
    Hold.RULES.value: N_("No cuenta. El jurado abre la página con conexión y califica otra vez esa ficha."),
    Hold.LATE.value: N_(
        "Las bases dicen que no cuenta; queda como constancia. Si reabre la sesión, contará."
    ),
    Hold.CLOSED.value: N_("No cuenta. Queda como constancia."),
    Hold.DRAWN.value: N_("No cuenta. Queda como constancia."),
    Hold.SEALED.value: N_("No cuenta. Si el jurado quiere cambiarla, devuélvale la ficha con su motivo."),
    Hold.ON_PAPER.value: N_(
        "No cuenta: vale el papel. Si la ficha en papel se anula, pulse «Revisar lo retenido»."
    ),
    Hold.RECUSED.value: N_("No cuenta. Queda como constancia."),
    Hold.UNDECLARED.value: N_("El jurado declara sus intereses; después contará sola."),
    Hold.NOT_YOURS.value: N_("No cuenta. Revise en el tablero qué le toca al jurado."),
    Hold.MARKS.value: N_("No cuenta. El jurado corrige esa ficha y la guarda otra vez."),
    Hold.INCOMPLETE.value: N_("No cuenta. El jurado completa esa ficha y la guarda otra vez."),
    Hold.ATTENDANCE.value: N_("Registre la asistencia y pulse «Revisar lo retenido»: contará entonces."),
}
CONFLICT_LABEL = N_("Dos versiones de la misma ficha")
CONFLICT_STEP = N_("El jurado elige una de las dos en «Calificar sin conexión». Hasta entonces no cuenta.")
