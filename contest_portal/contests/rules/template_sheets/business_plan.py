"""A business plan at its first transfer: scored in the field (50) and in public (50), in our own words.

Structure and maxima follow sheets of rural resource-allocation committees in the southern highlands of Peru.
"""

from fractions import Fraction

from contest_portal.contests.rules.sheets import Criterion, Phase
from contest_portal.contests.rules.template_sheets.axes import (
    COHERENCE,
    FAMILIES,
    ORGANISATION,
    PRESENTATION,
    TERRITORY,
)

FIELD_PHASE = Phase(
    code="CAMPO",
    name="Evaluación de campo",
    max_points=50,
    attendance_minimum=Fraction(1, 2),
    criteria=(
        Criterion(
            "C1",
            FAMILIES,
            "Familias comprometidas con el negocio",
            10,
            "Pida el DNI de cada familia presente y compare con la lista del perfil. Si asiste menos de la "
            "mitad, el grupo queda descalificado; de la mitad en adelante califique según cuántas son.",
        ),
        Criterion(
            "C2",
            ORGANISATION,
            "Relación del grupo con las autoridades de su comunidad",
            2,
            "Pregunte en qué acuerdos o actividades comunales participan.",
        ),
        Criterion(
            "C3",
            ORGANISATION,
            "Capacidad de gestión: logros con otras instituciones y cargos que ocupan sus socios",
            4,
            "Pida ver convenios, constancias o fotos de trabajos anteriores.",
        ),
        Criterion(
            "C4",
            ORGANISATION,
            "Participación de mujeres y jóvenes en la propuesta o en la directiva",
            4,
            "Mire quién decide, quién cobra y quién habla, además de la lista de socios.",
        ),
        Criterion(
            "C5",
            COHERENCE,
            "Las actividades aprovechan los recursos de la zona",
            8,
            "Pasto, agua, mano de obra, materia prima: recorra el lugar con el grupo.",
        ),
        Criterion(
            "C6",
            COHERENCE,
            "Recursos propios que aporta el grupo y posibilidad de aumentar sus ingresos",
            8,
            "Compare lo que ya tienen con lo que piden, y lo que venden con lo que esperan vender.",
        ),
        Criterion(
            "C7",
            COHERENCE,
            "El plazo propuesto es realista",
            6,
            "Revise el calendario con las fechas de siembra, cosecha, crianza o ferias.",
        ),
        Criterion(
            "C8",
            COHERENCE,
            "Las pasantías y ferias previstas sirven al negocio",
            4,
            "Pregunte qué quieren aprender y a quién quieren vender.",
        ),
        Criterion(
            "C9",
            COHERENCE,
            "Disposición de las familias para poner su contrapartida",
            4,
            "Confirme con cada familia cuánto pondrá y cuándo.",
        ),
    ),
)

PUBLIC_PHASE = Phase(
    code="PUBLICA",
    name="Presentación pública",
    max_points=50,
    criteria=(
        Criterion(
            "P1",
            TERRITORY,
            "El negocio aparece en el mapa cultural de su territorio",
            10,
            "Pida que lo señalen en el mapa que traen.",
        ),
        Criterion(
            "P2",
            TERRITORY,
            "El grupo participó en dibujar ese mapa",
            10,
            "Pregunte quiénes estuvieron y qué aportaron.",
        ),
        Criterion(
            "P3",
            PRESENTATION,
            "Claridad: fotos, maquetas, productos o representación",
            10,
            "¿Se entiende qué harán, con qué dinero y a quién venderán?",
        ),
        Criterion(
            "P4",
            PRESENTATION,
            "Identidad y cultura: vestimenta, lengua, música o danza",
            10,
            "Valore lo propio del lugar, no el gasto en la puesta en escena.",
        ),
        Criterion(
            "P5",
            PRESENTATION,
            "Participación de socios, mujeres, jóvenes y niños",
            10,
            "¿Presenta todo el grupo o una sola persona?",
        ),
    ),
)
