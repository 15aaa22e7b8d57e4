"""What is wrong with a text, by its line, and what to do about it."""

from collections.abc import Mapping

from contest_portal.kernel.problems import N_, Problem

BODY, CSS = "body", "css"
MOST_TOLD = 12
"""So many are told at once: whoever mends these sees the next."""

MESSAGES: Mapping[str, str] = {
    "syntax": N_(
        "Línea %(line)s: no se entiende. Revise que cada {{ … }} y cada {%% … %%} esté cerrado, y que cada «if» y cada "
        "«for» tenga su «endif» o su «endfor»."
    ),
    "tag": N_("Línea %(line)s: aquí solo valen {{ … }}, «if», «for» y «set». Quite lo demás."),
    "field": N_("Línea %(line)s: no existe el campo «%(name)s». Elija uno de la lista de campos."),
    "filter": N_("Línea %(line)s: no existe el filtro «%(name)s». Elija uno de la lista de filtros."),
    "test": N_("Línea %(line)s: solo vale preguntar «is none»; quite «%(name)s»."),
    "piece": N_("Línea %(line)s: no existe la pieza «%(name)s». Elija una de la lista de piezas."),
    "piece_takes": N_("Línea %(line)s: la pieza se escribe así: %(name)s."),
    "expression": N_(
        "Línea %(line)s: esta cuenta no se permite. Valen campos, filtros, piezas, textos, sumas, restas, "
        "comparaciones y «… if … else …»."
    ),
    "loop": N_("Línea %(line)s: «%(name)s» no es una lista; «for» solo recorre las listas de los campos."),
    "reserved": N_("Línea %(line)s: el nombre «%(name)s» está reservado. Ponga otro."),
    "html": N_(
        "Línea %(line)s: no se entiende la etiqueta que empieza con «%(name)s». Escriba las etiquetas enteras, los "
        "atributos entre comillas dobles y sin campos dentro, y el signo suelto como &lt;."
    ),
    "element": N_("Línea %(line)s: la etiqueta «%(name)s» no se permite. Quítela."),
    "attribute": N_("Línea %(line)s: el atributo «%(name)s» no se permite. Quítelo."),
    "class": N_("Línea %(line)s: la clase «%(name)s» es del marco del documento. Ponga otra."),
    "unclosed": N_(
        "Línea %(line)s: la etiqueta «%(name)s» no se cierra, o se cierra otra antes. Cierre cada etiqueta dentro del "
        "mismo «if» o «for» en que la abre."
    ),
    "long": N_("El texto tiene más de %(name)s caracteres. Acórtelo."),
    "empty": N_("Escriba el texto del documento."),
    "rule": N_(
        "Línea %(line)s del estilo: no se permite «%(name)s». Escriba reglas como p { margin-top: 2mm; }."
    ),
    "selector": N_(
        "Línea %(line)s del estilo: el selector «%(name)s» no se permite. Valen etiquetas, clases propias y "
        ":first-child, :last-child y :nth-child(even)."
    ),
    "property": N_("Línea %(line)s del estilo: la propiedad «%(name)s» no se permite. Quítela."),
    "value": N_("Línea %(line)s del estilo: el valor «%(name)s» no se permite aquí. Ponga otro."),
    "size": N_("Línea %(line)s del estilo: «%(name)s» se sale de lo legible. La letra va de 6 a 40 puntos."),
    "colour": N_(
        "Línea %(line)s del estilo: con «%(name)s» no se leería. La letra debe ser oscura y el fondo, claro."
    ),
}


def fault(code: str, *, line: int | str = "", name: str = "", field: str = BODY) -> Problem:
    """Say one thing that is wrong with a text."""
    return Problem(
        f"document_text.{code}", field=field, message=MESSAGES[code], params={"line": str(line), "name": name}
    )
