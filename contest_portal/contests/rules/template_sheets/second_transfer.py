"""A business plan at its second transfer: what was done with the first one. Field (50) and public (50).

Corrected: the real field sheet gives its axis of organisation 10 points while the items below it add up to 20; here an
axis is worth what its items are. Its total was also doubled in one place of the system and in others not.
"""

from dataclasses import replace
from fractions import Fraction

from contest_portal.contests.rules.sheets import Criterion, Phase
from contest_portal.contests.rules.template_sheets.axes import (
    FAMILIES,
    ORGANISATION,
    PRESENTATION,
    TERRITORY,
)

_PROGRESS = "III. Avance del negocio"
_FUNDS = "Uso de los fondos"

SECOND_FIELD_PHASE = Phase(
    code="CAMPO",
    name="Evaluación de campo del avance",
    max_points=50,
    attendance_minimum=Fraction(1, 2),
    criteria=(
        Criterion(
            "A1",
            FAMILIES,
            "Familias que siguen en el negocio",
            10,
            "Pida el DNI de cada familia presente y compare con la lista actualizada. Si asiste menos de la mitad, "
            "el grupo queda descalificado.",
        ),
        Criterion("A2", ORGANISATION, "La directiva tiene sus documentos al día", 5, "Vea actas y poderes."),
        Criterion("A3", ORGANISATION, "El grupo está más fuerte que al empezar", 3),
        Criterion(
            "A4",
            ORGANISATION,
            "Manejo de los fondos, conocido por todos los socios",
            5,
            "Pregunte a un socio que no sea de la directiva cuánto recibieron y en qué se gastó.",
        ),
        Criterion("A5", ORGANISATION, "Registros y cuaderno de ventas", 4, "Pida verlos."),
        Criterion("A6", ORGANISATION, "Mujeres y jóvenes en las decisiones", 3),
        Criterion("A7", _PROGRESS, "Las actividades son las del convenio", 4),
        Criterion("A8", _PROGRESS, "Avance logrado y lo que falta", 6),
        Criterion("A9", _PROGRESS, "La asistencia técnica sirvió y fue bien elegida", 4),
        Criterion("A10", _PROGRESS, "Provecho de la pasantía", 3),
        Criterion("A11", _PROGRESS, "Provecho de las ferias", 3),
    ),
)

SECOND_PUBLIC_PHASE = Phase(
    code="PUBLICA",
    name="Presentación pública del avance",
    max_points=50,
    criteria=(
        Criterion("B1", TERRITORY, "El negocio en su territorio", 5),
        Criterion("B2", _FUNDS, "Cuentas claras de los fondos recibidos", 10),
        Criterion("B3", _FUNDS, "Lo avanzado corresponde a lo gastado", 12),
        Criterion("B4", PRESENTATION, "Claridad", 8),
        Criterion("B5", PRESENTATION, "Identidad y cultura", 7),
        Criterion("B6", PRESENTATION, "Participación de los socios", 8),
    ),
)

PROGRESS_PHASES = (
    replace(SECOND_FIELD_PHASE, code="AVANCE-CAMPO"),
    replace(SECOND_PUBLIC_PHASE, code="AVANCE-PUBLICA"),
)
"""The same phases as the second scoring of a contest that has phases of its own already."""
