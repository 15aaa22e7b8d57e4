"""The bases as an office may word them: what the text may name, the tables that stay, and what it has to print."""

from dataclasses import dataclass, replace

from contest_portal.contests.documents.bases import BASES
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.rules.kinds import EditableText, Must, Piece
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.amendment_view import VersionView
from contest_portal.web.shared.envelope_words import EnvelopeRow
from contest_portal.web.shared.rulebook_view import PhaseView, RulebookView

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BasesPaper:
    """A version of the rules in words. `amendments` are those that led to it, the first first; `book` is for tables."""

    book: Rulebook
    code: str
    title: str
    version: int
    sha256: str
    purpose: str
    clarifications: tuple[str, ...]
    requirements: tuple[str, ...]
    districts: tuple[str, ...]
    lines: tuple[str, ...]
    money: Pairs
    envelopes: tuple[EnvelopeRow, ...]
    dates: Pairs
    venue: str
    phases: tuple[PhaseView, ...]
    scoring: Pairs
    tie_breaks: tuple[str, ...]
    second_phases: tuple[PhaseView, ...]
    second_scoring: Pairs
    papers: tuple[str, ...]
    amendments: tuple[VersionView, ...]


def bases_paper(
    view: RulebookView, *, version: int, sha256: str, amendments: tuple[VersionView, ...]
) -> BasesPaper:
    """Lay out a version of the rules for its text."""
    book = view.book
    return BasesPaper(
        book=book,
        code=book.code,
        title=book.title,
        version=version,
        sha256=sha256,
        purpose=book.purpose,
        clarifications=book.clarifications,
        requirements=view.requirements,
        districts=view.districts,
        lines=tuple(line.name for line in book.lines),
        money=view.money,
        envelopes=view.envelopes,
        dates=view.dates,
        venue=book.venue,
        phases=view.phases,
        scoring=view.scoring,
        tie_breaks=view.tie_breaks,
        second_phases=view.second_phases,
        second_scoring=view.second_scoring,
        papers=view.papers,
        amendments=amendments,
    )


_SHEETS = "bases_sheet.html"
BASES_TEXT = EditableText(
    file="bases.html",
    fields={
        "BasesPaper": {
            "code": N_("Código del concurso"),
            "title": N_("Nombre del concurso"),
            "version": N_("Versión de las bases"),
            "sha256": N_("Huella de las bases"),
            "purpose": N_("Para qué es el concurso"),
            "clarifications": N_("Aclaraciones"),
            "requirements": N_("Quiénes pueden participar"),
            "districts": N_("Distritos"),
            "lines": N_("Líneas productivas"),
            "money": N_("Dinero, para un cuadro"),
            "dates": N_("Calendario, para un cuadro"),
            "venue": N_("Lugar de la presentación pública"),
            "phases": N_("Fases, para sus fichas"),
            "scoring": N_("Del puntaje al resultado, para un cuadro"),
            "tie_breaks": N_("Desempate, en su orden"),
            "second_phases": N_("Fases del avance, para sus fichas"),
            "second_scoring": N_("Calificación del avance, para un cuadro"),
            "papers": N_("Documentos y plazos"),
            "amendments": N_("Enmiendas"),
        },
    },
    pieces=(
        Piece("facts", _SHEETS, N_("Cuadro de nombres y lo que dicen"), takes=("rows",), macro="facts"),
        Piece("sheet", _SHEETS, N_("Ficha de una fase, con sus criterios"), takes=("phase",), macro="sheet"),
        Piece("amendment", _SHEETS, N_("Una enmienda, con lo que cambia"), takes=("one",), macro="amendment"),
        Piece("envelopes", "bases_envelopes.html", N_("Cuadro de los sobres con su dinero")),
    ),
    musts=(
        Must("doc.title", N_("el nombre del concurso: doc.title")),
        Must("doc.sha256|grouped_hash", N_("la huella de las bases: doc.sha256 | grouped_hash")),
        Must("doc.clarifications[]", N_("las aclaraciones, en un «for»: doc.clarifications")),
        Must("doc.requirements[]", N_("quiénes participan, en un «for»: doc.requirements")),
        Must("doc.districts|join", N_("los distritos: doc.districts | join(', ')")),
        Must("doc.money", N_("el dinero: facts(doc.money)")),
        Must("envelopes()", N_("los sobres: envelopes()")),
        Must("doc.dates", N_("el calendario: facts(doc.dates)")),
        Must("doc.phases[]", N_("las fichas, en un «for»: sheet(phase)")),
        Must("doc.scoring", N_("del puntaje al resultado: facts(doc.scoring)")),
        Must("doc.tie_breaks[]", N_("el desempate, en un «for»: doc.tie_breaks")),
        Must("doc.second_phases[]", N_("las fichas del avance, en un «for»: doc.second_phases")),
        Must("doc.papers[]", N_("los documentos, en un «for»: doc.papers")),
        Must("doc.amendments[]", N_("las enmiendas, en un «for»: amendment(one)")),
    ),
    falls_back=True,
)
BASES_PAPER = replace(BASES, context=BasesPaper, text=BASES_TEXT)
"""The bases with their text; no number is taken, so it is none of the kinds that are issued."""
