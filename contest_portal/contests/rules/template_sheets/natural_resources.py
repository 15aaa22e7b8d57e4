"""A plan for natural resources: field (50) and public (50).

Corrected: the real sheet gives points for "under 50 %", "51-74 %" and "over 75 %" of the families, so that 50.5 % and
74.5 % have no level; here each band has one lower bound, and the attendance recorded decides.
"""

from fractions import Fraction

from contest_portal.contests.rules.sheets import Band, Criterion, FactKind, Phase
from contest_portal.contests.rules.template_sheets.axes import ORGANISATION, PRESENTATION, TERRITORY

_PLAN = "Coherencia del plan"

RESOURCES_FIELD_PHASE = Phase(
    code="CAMPO",
    name="Evaluación de campo del plan de recursos naturales",
    max_points=50,
    criteria=(
        Criterion("N1", ORGANISATION, "Relación con las autoridades de la comunidad", 3),
        Criterion("N2", ORGANISATION, "Capacidad de gestión", 3),
        Criterion(
            "N3",
            ORGANISATION,
            "Familias comprometidas",
            5,
            "Se cuenta con el DNI de cada familia presente.",
            scale="register",
            fact=FactKind.ATTENDANCE,
            bands=(Band(Fraction(0), 2), Band(Fraction(1, 2), 3), Band(Fraction(3, 4), 5)),
        ),
        Criterion("N4", ORGANISATION, "Mujeres y jóvenes en la propuesta", 5),
        Criterion("N5", ORGANISATION, "Instrumentos de planificación de la comunidad", 4, "Pida verlos."),
        Criterion("N6", _PLAN, "Las actividades cuidan los recursos y van en orden", 20),
        Criterion("N7", _PLAN, "Recursos propios que pone la comunidad", 10),
    ),
)

RESOURCES_PUBLIC_PHASE = Phase(
    code="PUBLICA",
    name="Presentación pública del plan de recursos naturales",
    max_points=50,
    criteria=(
        Criterion("M1", TERRITORY, "El plan aparece en el mapa cultural de su territorio", 15),
        Criterion("M2", TERRITORY, "La comunidad participó en dibujar ese mapa", 10),
        Criterion("M3", PRESENTATION, "Claridad", 15),
        Criterion("M4", PRESENTATION, "Participación de familias, mujeres y jóvenes", 10),
    ),
)
