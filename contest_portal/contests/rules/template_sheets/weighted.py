"""A weighted sheet of business support in Colombia: marks from 1 to 10, jury 90 % and adviser 10 %.

Weights are percentages of the whole and add up to 100: 90 in the jury's eleven criteria, 10 in the adviser's one.

Corrected: where no adviser had marked a plan, the ten per cent counted as zero; here they go to the jury.
"""

from contest_portal.contests.rules.sheets import Criterion, EvaluatorClass, Phase, Weighting, WhenEmpty

_JURY = "Jurado"
_ADVISER = "Asesor"


def _criterion(code: str, axis: str, text: str, weight: int, guidance: str = "") -> Criterion:
    marked_by = "JURADO" if axis == _JURY else "ASESOR"
    return Criterion(code, axis, text, 10, guidance, weight=weight, min_points=1, marked_by=marked_by)


WEIGHTED_PHASE = Phase(
    code="UNICA",
    name="Evaluación ponderada",
    max_points=100,
    weighting=Weighting.PERCENT,
    classes=(
        EvaluatorClass("JURADO", "Jurado", 90, WhenEmpty.BLOCKS),
        EvaluatorClass("ASESOR", "Asesor", 10, WhenEmpty.SHARED_OUT),
    ),
    criteria=(
        _criterion("W1", _JURY, "La presentación es clara y ordenada", 5),
        _criterion("W2", _JURY, "El equipo se preparó y conoce su negocio", 5),
        _criterion("W3", _JURY, "Situación financiera y capital que necesita", 5),
        _criterion("W4", _JURY, "Cifras del negocio: ingresos, crecimiento, clientes", 5),
        _criterion("W5", _JURY, "Producto o servicio", 5),
        _criterion("W6", _JURY, "Canales, reparto y ventas", 5),
        _criterion("W7", _JURY, "Mercado y oportunidad", 10),
        _criterion("W8", _JURY, "Conoce a sus clientes y a su competencia", 10),
        _criterion("W9", _JURY, "Plan para ejecutar y crecer", 10),
        _criterion("W10", _JURY, "Modelo de negocio", 10),
        _criterion("W11", _JURY, "Apreciación general", 20),
        _criterion(
            "W12",
            _ADVISER,
            "Criterio técnico del asesor",
            10,
            "Puede crecer, está probado, cuida el ambiente y tiene un camino a la formalidad.",
        ),
    ),
)
