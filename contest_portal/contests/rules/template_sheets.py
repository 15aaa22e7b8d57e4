"""The sheets that contests start from, in our own words.

Structure and maxima follow sheets of rural resource-allocation committees in the southern highlands of Peru: a
business plan scored in the field (50) and in public (50), and young entrepreneurs scored in one phase (100).
"""

from fractions import Fraction

from contest_portal.contests.rules.rulebook import Criterion, Level, Phase

_FAMILIES = "I. Familias"
_ORGANISATION = "II. Organización"
_COHERENCE = "III. Coherencia de la propuesta"
_TERRITORY = "Territorio y cultura"
_PRESENTATION = "Presentación"

FIELD_PHASE = Phase(
    code="CAMPO",
    name="Evaluación de campo",
    max_points=50,
    attendance_minimum=Fraction(1, 2),
    criteria=(
        Criterion(
            "C1",
            _FAMILIES,
            "Familias comprometidas con el negocio",
            10,
            "Pida el DNI de cada familia presente y compare con la lista del perfil. Si asiste menos de la "
            "mitad, el grupo queda descalificado; de la mitad en adelante califique según cuántas son.",
        ),
        Criterion(
            "C2",
            _ORGANISATION,
            "Relación del grupo con las autoridades de su comunidad",
            2,
            "Pregunte en qué acuerdos o actividades comunales participan.",
        ),
        Criterion(
            "C3",
            _ORGANISATION,
            "Capacidad de gestión: logros con otras instituciones y cargos que ocupan sus socios",
            4,
            "Pida ver convenios, constancias o fotos de trabajos anteriores.",
        ),
        Criterion(
            "C4",
            _ORGANISATION,
            "Participación de mujeres y jóvenes en la propuesta o en la directiva",
            4,
            "Mire quién decide, quién cobra y quién habla, además de la lista de socios.",
        ),
        Criterion(
            "C5",
            _COHERENCE,
            "Las actividades aprovechan los recursos de la zona",
            8,
            "Pasto, agua, mano de obra, materia prima: recorra el lugar con el grupo.",
        ),
        Criterion(
            "C6",
            _COHERENCE,
            "Recursos propios que aporta el grupo y posibilidad de aumentar sus ingresos",
            8,
            "Compare lo que ya tienen con lo que piden, y lo que venden con lo que esperan vender.",
        ),
        Criterion(
            "C7",
            _COHERENCE,
            "El plazo propuesto es realista",
            6,
            "Revise el calendario con las fechas de siembra, cosecha, crianza o ferias.",
        ),
        Criterion(
            "C8",
            _COHERENCE,
            "Las pasantías y ferias previstas sirven al negocio",
            4,
            "Pregunte qué quieren aprender y a quién quieren vender.",
        ),
        Criterion(
            "C9",
            _COHERENCE,
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
            _TERRITORY,
            "El negocio aparece en el mapa cultural de su territorio",
            10,
            "Pida que lo señalen en el mapa que traen.",
        ),
        Criterion(
            "P2",
            _TERRITORY,
            "El grupo participó en dibujar ese mapa",
            10,
            "Pregunte quiénes estuvieron y qué aportaron.",
        ),
        Criterion(
            "P3",
            _PRESENTATION,
            "Claridad: fotos, maquetas, productos o representación",
            10,
            "¿Se entiende qué harán, con qué dinero y a quién venderán?",
        ),
        Criterion(
            "P4",
            _PRESENTATION,
            "Identidad y cultura: vestimenta, lengua, música o danza",
            10,
            "Valore lo propio del lugar, no el gasto en la puesta en escena.",
        ),
        Criterion(
            "P5",
            _PRESENTATION,
            "Participación de socios, mujeres, jóvenes y niños",
            10,
            "¿Presenta todo el grupo o una sola persona?",
        ),
    ),
)

YOUTH_PHASE = Phase(
    code="UNICA",
    name="Evaluación de jóvenes emprendedores",
    max_points=100,
    criteria=(
        Criterion(
            "J1",
            _ORGANISATION,
            "Composición del grupo",
            15,
            scale="levels",
            levels=(
                Level(15, "Todos los socios tienen de 18 a 29 años"),
                Level(10, "La mayoría tiene de 18 a 29 años"),
                Level(8, "La mayoría tiene 30 años o más"),
            ),
        ),
        Criterion(
            "J2",
            _ORGANISATION,
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
            _ORGANISATION,
            "Personería jurídica",
            8,
            scale="levels",
            levels=(Level(8, "Inscrita en registros públicos"), Level(5, "En trámite de inscripción")),
        ),
        Criterion(
            "J4",
            _ORGANISATION,
            "Participación de mujeres",
            10,
            scale="levels",
            levels=(Level(10, "La mitad de los socios o más son mujeres"), Level(6, "Menos de la mitad")),
        ),
        Criterion("J5", _COHERENCE, "La propuesta es coherente y puede sostenerse", 10),
        Criterion("J6", _COHERENCE, "El plazo es adecuado", 6),
        Criterion("J7", _COHERENCE, "Las pasantías y ferias sirven al negocio", 6),
        Criterion("J8", _COHERENCE, "Inversión en activos, capital de trabajo y crédito solicitado", 10),
        Criterion("J9", _COHERENCE, "Los aportes de los socios son posibles", 7),
        Criterion("J10", _COHERENCE, "Cuidado del ambiente", 6),
        Criterion("J11", _PRESENTATION, "Claridad de la presentación", 6),
        Criterion("J12", _PRESENTATION, "Identidad y cultura", 5),
        Criterion("J13", _PRESENTATION, "Equilibrio entre mujeres y hombres al presentar", 4),
    ),
)
