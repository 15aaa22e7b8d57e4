"""What the choices of a scoring sheet are called on pages and documents."""

from contest_portal.contests.rules.sheets import FactKind, ReasonRule, Weighting
from contest_portal.kernel.problems import N_

FACT_LABELS = {
    FactKind.WOMEN.value: N_("Mujeres entre los socios"),
    FactKind.YOUTH.value: N_("Socios de 18 a 29 años"),
    FactKind.RURAL.value: N_("Socios que viven en centros rurales fuera de la capital del distrito"),
    FactKind.ATTENDANCE.value: N_("Hogares presentes en la fase"),
}
FACT_SENTENCES = {
    FactKind.WOMEN.value: N_("%(part)s de %(whole)s socios son mujeres."),
    FactKind.YOUTH.value: N_("%(part)s de %(whole)s socios tienen de 18 a 29 años."),
    FactKind.RURAL.value: N_(
        "%(part)s de %(whole)s socios viven en centros rurales fuera de la capital del distrito."
    ),
    FactKind.ATTENDANCE.value: N_("%(part)s de %(whole)s hogares presentes."),
}
LATE_PHONES_LABELS = {
    "until_scored": N_("Cuentan mientras no se cierre la calificación"),
    "not_counted": N_("No cuentan: quedan guardadas como constancia"),
}
REASON_LABELS = {
    ReasonRule.NEVER.value: N_("No se pide"),
    ReasonRule.BELOW.value: N_("Se pide por debajo de una nota"),
    ReasonRule.ALWAYS.value: N_("Se pide siempre"),
}
WEIGHTING_LABELS = {
    Weighting.FACTOR.value: N_("Factores: cada criterio aporta nota × peso"),
    Weighting.PERCENT.value: N_("Porcentajes: los pesos suman 100"),
    Weighting.AXES.value: N_("Ejes en porcentaje: dentro de cada eje, nota × peso"),
}
WHEN_EMPTY_LABELS = {
    "blocks": N_("no se puede cerrar el puntaje"),
    "shared_out": N_("su parte pasa a las otras clases"),
    "zero": N_("su parte vale cero"),
}
DISQUALIFIES_LABELS = {
    "majority": N_("Un grupo queda descalificado si más de la mitad de las fichas dicen «no»."),
    "any": N_("Un grupo queda descalificado si una sola ficha dice «no»."),
    "all": N_("Un grupo queda descalificado si todas las fichas dicen «no»."),
}
