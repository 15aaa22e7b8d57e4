"""What a document lacks before it may take a number: what its text names and it has not, and what the law asks for."""

from collections.abc import Mapping

from contest_portal.documents.rules.kinds import DocumentKind, Must
from contest_portal.documents.texts.places import in_words
from contest_portal.documents.texts.sandbox import PrintedText, TextFailed
from contest_portal.kernel.problems import N_, Problem


def gap_problems(kind: DocumentKind, printed: PrintedText) -> tuple[Problem, ...]:
    """Name what the text prints and this document does not have, each once."""
    named = {in_words(kind, gap.path): None for gap in printed.gaps}
    return tuple(_problem("gap", _GAP, name) for name in named)


def must_problems(
    kind: DocumentKind, printed: PrintedText, context: Mapping[str, object]
) -> tuple[Problem, ...]:
    """Name what the text has to print and does not, though this document has it."""
    text = kind.text
    if text is None:
        return ()
    left_out = [one for one in text.musts if _is_told(one, context) and not printed.has_printed(one)]
    return tuple(_problem("must", _MUST, one.message) for one in left_out)


def failure(error: TextFailed) -> Problem:
    """Say that a text could not be printed at all."""
    message = _TOO_LONG if error.line is None else _FAILED
    return Problem("document_text.failed", field="body", message=message, params={"line": str(error.line)})


def _is_told(must: Must, context: Mapping[str, object]) -> bool:
    path = must.shown.partition("|")[0]
    return path.endswith("()") or any(_values(context, path.split(".")))


def _values(context: Mapping[str, object], names: list[str]) -> list[object]:
    """Give what stands at a path; of a list, `sheets[]`, each."""
    here = [context[names[0]]]
    for name in names[1:]:
        found = [getattr(one, name.removesuffix("[]"), None) for one in here if one is not None]
        here = [inner for one in found for inner in one or ()] if name.endswith("[]") else found
    return here


def _problem(code: str, message: str, name: str) -> Problem:
    return Problem(f"document_text.{code}", field="", message=message, params={"name": name})


_GAP = N_("Falta un dato que el texto de este documento imprime: %(name)s. Complételo antes de emitir.")
_MUST = N_("El texto no imprime, o no entero, algo que este documento debe decir. Agregue %(name)s.")
_FAILED = N_(
    "Línea %(line)s: el texto no se pudo imprimir con los datos de este documento. Revise qué filtro o pieza recibe "
    "cada campo."
)
_TOO_LONG = N_("El texto da demasiado trabajo para imprimirse. Quite listas que se recorren dentro de otras.")
