"""Young rural entrepreneurs: one phase of 100, in our own words. Structure and maxima follow a real sheet.

Corrected: the share of the young and of women, which jurors there judged by eye, the register tells here. Half young
members, which were neither "a young majority" nor "an adult majority", count as the former: bands have one lower
bound each.
"""

from fractions import Fraction

from contest_portal.contests.rules.sheets import Band, Criterion, FactKind, Level, Phase
from contest_portal.contests.rules.template_sheets.axes import COHERENCE, ORGANISATION, PRESENTATION

YOUTH_PHASE = Phase(
    code="UNICA",
    name="Evaluación de jóvenes emprendedores",
    max_points=100,
    criteria=(
        Criterion(
            "J1",
            ORGANISATION,
            "Socios jóvenes en el grupo",
            15,
            scale="register",
            fact=FactKind.YOUTH,
            bands=(Band(Fraction(0), 8), Band(Fraction(1, 2), 10), Band(Fraction(1), 15)),
        ),
        Criterion(
            "J2",
            ORGANISATION,
            "Directiva del grupo",
            7,
            scale="levels",
            levels=(
                Level(7, "Quien preside y quien lleva la tesorería tienen de 18 a 29 años"),
                Level(4, "Cualquier otra composición"),
            ),
        ),
        Criterion(
            "J3",
            ORGANISATION,
            "Personería jurídica",
            8,
            scale="levels",
            levels=(Level(8, "Inscrita en registros públicos"), Level(5, "En trámite de inscripción")),
        ),
        Criterion(
            "J4",
            ORGANISATION,
            "Participación de mujeres",
            10,
            scale="register",
            fact=FactKind.WOMEN,
            bands=(Band(Fraction(0), 6), Band(Fraction(1, 2), 10)),
        ),
        Criterion("J5", COHERENCE, "La propuesta es coherente y puede sostenerse", 10),
        Criterion("J6", COHERENCE, "El plazo es adecuado", 6),
        Criterion("J7", COHERENCE, "Las pasantías y ferias sirven al negocio", 6),
        Criterion("J8", COHERENCE, "Inversión en activos, capital de trabajo y crédito solicitado", 10),
        Criterion("J9", COHERENCE, "Los aportes de los socios son posibles", 7),
        Criterion("J10", COHERENCE, "Cuidado del ambiente", 6),
        Criterion("J11", PRESENTATION, "Claridad de la presentación", 6),
        Criterion("J12", PRESENTATION, "Identidad y cultura", 5),
        Criterion("J13", PRESENTATION, "Equilibrio entre mujeres y hombres al presentar", 4),
    ),
)
