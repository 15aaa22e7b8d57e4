"""A small public work of a community: one phase of 100, with three axes that add up as they are."""

from contest_portal.contests.rules.sheets import Criterion, Phase

_RELEVANCE = "I. Pertinencia"
_IMPORTANCE = "II. Importancia"
_COMMITMENT = "III. Compromiso"

INVESTMENT_PHASE = Phase(
    code="UNICA",
    name="Evaluación de la inversión local",
    max_points=100,
    criteria=(
        Criterion("L1", _RELEVANCE, "La obra es de uso de la comunidad", 10),
        Criterion("L2", _RELEVANCE, "El plazo es razonable", 10),
        Criterion(
            "L3", _RELEVANCE, "No hay conflictos por el terreno ni por el agua", 10, "Pregunte a los vecinos."
        ),
        Criterion("L4", _IMPORTANCE, "Sirve a muchas familias", 12),
        Criterion("L5", _IMPORTANCE, "Resuelve un problema común", 10),
        Criterion("L6", _IMPORTANCE, "Es sencilla de ejecutar", 8),
        Criterion("L7", _IMPORTANCE, "Cuidado del ambiente", 10),
        Criterion("L8", _COMMITMENT, "Tiene expediente técnico", 8),
        Criterion("L9", _COMMITMENT, "Se sabe quién la opera y la mantiene", 5),
        Criterion("L10", _COMMITMENT, "El financiamiento está claro", 10),
        Criterion("L11", _COMMITMENT, "La población está comprometida", 7),
    ),
)
