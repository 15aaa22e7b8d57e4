"""The sections as pages: address, title, guidance, form and tables. One entry per section."""

from dataclasses import dataclass, replace

from flask_babel import gettext

from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.profile import Profile
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm, Question, SectionCode
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.web.shared.question_fields import stored_answers, with_questions
from contest_portal.web.shared.section_forms import (
    AssetsForm,
    AssistanceForm,
    BudgetForm,
    ChoiceForm,
    CounterpartForm,
    GoodsForm,
    ProblemsForm,
    QuestionsForm,
    QuotedGoodsForm,
    SalesForm,
    SectionForm,
    SituationForm,
    Stored,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of rows, as components/row_table.html reads it; the label is the cell's own."""

    name: str
    label: str
    kind: str = "text"
    width: str = "medium"


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table of rows: the form's field, its caption, and how it is added up."""

    name: str
    caption: str
    add_label: str
    columns: tuple[Column, ...]
    line_total: bool = False
    sum_total: bool = False
    total_label: str = ""

    def in_words(self) -> "RowTable":
        """Give the table with its texts in the language of the page."""
        return replace(
            self,
            caption=gettext(self.caption),
            add_label=gettext(self.add_label),
            total_label=gettext(self.total_label) if self.total_label else "",
            columns=tuple(replace(column, label=gettext(column.label)) for column in self.columns),
        )


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section's page. `title` and `lead` are keys of the catalogue or the contest's own words."""

    code: str
    slug: str
    title: str
    lead: str
    form: type[SectionForm]
    tables: tuple[RowTable, ...] = ()
    questions: tuple[Question, ...] = ()

    def stored(self, view: Stored, profile: Profile) -> dict[str, object]:
        """Give what the fields of the page show of what is kept."""
        answers = stored_answers(self.questions, answer_texts(profile))
        return {**self.form.stored(view, profile), **answers}


_WHAT = Column("description", N_("Qué es"), width="wide")
_UNIT = Column("unit", N_("Unidad"), width="narrow")
_QUANTITY = Column("quantity", N_("Cantidad"), "quantity", "narrow")

SECTION_PAGES: tuple[SectionPage, ...] = (
    SectionPage(
        SectionCode.CHOICE,
        "negocio",
        N_("El negocio"),
        N_("Ponga nombre al negocio y diga en qué categoría y línea participa."),
        ChoiceForm,
    ),
    SectionPage(
        SectionCode.SITUATION,
        "situacion",
        N_("Situación y perspectivas"),
        N_("Compare cómo trabajan hoy con lo que esperan lograr."),
        SituationForm,
        (
            RowTable(
                "situation",
                N_("Cómo es hoy y qué esperan lograr"),
                N_("Agregar otra situación"),
                (
                    Column("today", N_("Cómo es hoy"), width="wide"),
                    Column("expected", N_("Qué esperan lograr"), width="wide"),
                ),
            ),
        ),
    ),
    SectionPage(
        SectionCode.ASSETS,
        "bienes-propios",
        N_("Lo que el grupo ya tiene"),
        N_("Terrenos, construcciones, herramientas, animales o materiales que usarán en el negocio."),
        AssetsForm,
        (
            RowTable(
                "assets",
                N_("Bienes que el grupo ya tiene"),
                N_("Agregar otro bien"),
                (
                    Column("kind", N_("Tipo"), width="wide"),
                    _WHAT,
                    _UNIT,
                    _QUANTITY,
                    Column("unit_cost", N_("Valor de cada uno"), "unit_cost", "narrow"),
                ),
                line_total=True,
                total_label=N_("Valor de lo que ya tienen"),
            ),
        ),
    ),
    SectionPage(
        SectionCode.PROBLEMS,
        "problemas",
        N_("Problemas y soluciones"),
        N_("Qué dificultades tiene el negocio y cómo las van a resolver."),
        ProblemsForm,
        (
            RowTable(
                "difficulties",
                N_("Problemas del negocio y su solución"),
                N_("Agregar otro problema"),
                (
                    Column("kind", N_("Tipo")),
                    Column("problem", N_("Problema"), width="wide"),
                    Column("solution", N_("Solución"), width="wide"),
                ),
            ),
        ),
    ),
    SectionPage(
        SectionCode.ASSISTANCE,
        "asistencia",
        N_("Asistencia técnica"),
        N_("Qué quieren aprender, con quién y cuántos días. El fondo paga los días del especialista."),
        AssistanceForm,
        (
            RowTable(
                "assistance",
                N_("Actividades de asistencia técnica"),
                N_("Agregar otra actividad"),
                (
                    Column("subject", N_("Tema"), width="wide"),
                    Column("expected_result", N_("Resultado esperado"), width="wide"),
                    Column("specialist", N_("Especialista"), width="wide"),
                    Column("days", N_("Días"), "quantity", "narrow"),
                    Column("cost_per_day", N_("Costo por día"), "unit_cost", "narrow"),
                ),
                line_total=True,
                total_label=N_("Total de asistencia técnica"),
            ),
        ),
    ),
    SectionPage(
        SectionCode.GOODS,
        "compras",
        N_("Bienes por comprar"),
        N_("Lo que comprarán con el fondo: animales, materiales, herramientas o equipos."),
        GoodsForm,
        (
            RowTable(
                "goods",
                N_("Bienes por comprar con el fondo"),
                N_("Agregar otro bien"),
                (_WHAT, _UNIT, _QUANTITY, Column("unit_cost", N_("Costo de cada uno"), "unit_cost")),
                line_total=True,
                total_label=N_("Total de bienes"),
            ),
        ),
    ),
    SectionPage(
        SectionCode.SALES,
        "ventas-y-costos",
        N_("Ventas y costos de un año"),
        N_("Lo que esperan vender en un año y lo que les cuesta producirlo."),
        SalesForm,
        (
            RowTable(
                "sales",
                N_("Ventas de un año"),
                N_("Agregar otro producto"),
                (
                    Column("product", N_("Producto"), width="wide"),
                    _UNIT,
                    Column("quantity", N_("Cantidad al año"), "quantity", "narrow"),
                    Column("price", N_("Precio de cada uno"), "unit_cost"),
                ),
                line_total=True,
                total_label=N_("Ventas del año"),
            ),
            RowTable(
                "costs",
                N_("Costos de un año"),
                N_("Agregar otro costo"),
                (_WHAT, _UNIT, _QUANTITY, Column("unit_cost", N_("Costo de cada uno"), "unit_cost")),
                line_total=True,
                total_label=N_("Costos del año"),
            ),
        ),
    ),
    SectionPage(
        SectionCode.COUNTERPART,
        "aporte",
        N_("Aporte del grupo"),
        N_("Lo que el grupo pone de su parte: dinero, bienes o jornales, con su valor en soles."),
        CounterpartForm,
        (
            RowTable(
                "counterpart",
                N_("Aporte del grupo"),
                N_("Agregar otro aporte"),
                (
                    Column("kind", N_("Tipo"), width="wide"),
                    Column("description", N_("Qué aportan"), width="wide"),
                    Column("amount", N_("Valor"), "unit_cost"),
                ),
                sum_total=True,
                total_label=N_("Total del aporte"),
            ),
        ),
    ),
    SectionPage(
        SectionCode.BUDGET,
        "presupuesto",
        N_("Presupuesto"),
        N_("Cuánto solicita el grupo y cómo se reparte entre bienes y asistencia técnica."),
        BudgetForm,
    ),
)

_USUAL = {page.code: page for page in SECTION_PAGES}
_OWN_LEAD = N_("Conteste las preguntas de esta parte.")


_QUOTATIONS = RowTable(
    "quotations",
    N_("Cotizaciones de los proveedores"),
    N_("Agregar otra cotización"),
    (
        Column("goods", N_("Bien, como en la lista"), width="wide"),
        Column("supplier", N_("Proveedor"), width="wide"),
        Column("ruc", N_("RUC, si tiene"), width="narrow"),
        Column("amount", N_("Monto por todo"), "money", "narrow"),
        Column("quoted_on", N_("Fecha")),
    ),
)


def pages_of(form: ProfileForm) -> tuple[SectionPage, ...]:
    """Give the pages of the sections that a contest asks for, in order."""
    return tuple(_page(section) for section in form.sections)


def page_with(slug: str, form: ProfileForm) -> SectionPage:
    """Give the page of an address; NotFound when the contest has none such."""
    for page in pages_of(form):
        if page.slug == slug:
            return page
    raise NotFound(f"section {slug}")


def page_after(page: SectionPage, form: ProfileForm) -> SectionPage | None:
    """Give the page that follows; None after the last."""
    pages = pages_of(form)
    place = [one.code for one in pages].index(page.code) + 1
    return pages[place] if place < len(pages) else None


def _page(section: FormSection) -> SectionPage:
    usual = _USUAL.get(section.code)
    if usual is None:
        lead = section.help or _OWN_LEAD
        page = SectionPage(section.code, section.code, section.title, lead, QuestionsForm)
    else:
        page = replace(usual, title=section.title or usual.title, lead=section.help or usual.lead)
    if section.quotations:
        page = replace(page, form=QuotedGoodsForm, tables=(*page.tables, _QUOTATIONS))
    form = with_questions(page.form, section.questions)
    return replace(page, form=form, questions=section.questions)
