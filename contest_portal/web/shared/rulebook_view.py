"""The rules of a contest as people read them: the call shows them to everyone, the office before it publishes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from flask_babel import gettext, ngettext

from contest_portal.applications.rules.attachments import MAX_MEGABYTES
from contest_portal.contests.rules.asked_files import MAX_FILES
from contest_portal.contests.rules.profile_form import STANDARD_FORM, ProfileForm
from contest_portal.contests.rules.rulebook import Criterion, GroupRules, Phase, Rulebook, TieBreak
from contest_portal.contests.rules.sheets import Weighting
from contest_portal.kernel.marks import format_points
from contest_portal.web.shared.allocation_words import days_in_words, handing_over, sharing_in_words
from contest_portal.web.shared.attachment_view import FORM_LABELS
from contest_portal.web.shared.envelope_words import EnvelopeRow, envelope_rows
from contest_portal.web.shared.filters import day, instant, money
from contest_portal.web.shared.labels import (
    DECIDES_ON_LABELS,
    ROUNDING_LABELS,
    TIE_BREAK_LABELS,
    UNCURED_LABELS,
)
from contest_portal.web.shared.scale_labels import DISQUALIFIES_LABELS, LATE_PHONES_LABELS, WHEN_EMPTY_LABELS
from contest_portal.web.shared.sheet_hints import criterion_hints

MARK_STEPS = {1: "1", 2: "0.5", 4: "0.25", 5: "0.2", 10: "0.1"}
"""The step of a mark as written, by how many steps make a point."""


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion: how it is marked, the most it gives, and how its weight makes that of the highest mark."""

    code: str
    text: str
    guidance: str
    hints: tuple[str, ...]
    most: str
    weight: str


@dataclass(frozen=True, slots=True)
class AxisView:
    """The criteria of a sheet that stand under one heading, and what they are worth together."""

    name: str
    max_points: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with its sheet by axes."""

    code: str
    name: str
    max_points: int
    attendance: str
    axes: tuple[AxisView, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulebookView:
    """Everything of a rulebook in words."""

    book: Rulebook
    districts: tuple[str, ...]
    envelopes: tuple[EnvelopeRow, ...]
    dates: tuple[tuple[str, str], ...]
    requirements: tuple[str, ...]
    money: tuple[tuple[str, str], ...]
    phases: tuple[PhaseView, ...]
    scoring: tuple[tuple[str, str], ...]
    tie_breaks: tuple[str, ...]
    papers: tuple[str, ...]
    second_phases: tuple[PhaseView, ...] = ()
    second_scoring: tuple[tuple[str, str], ...] = ()


def rulebook_view(book: Rulebook, district_names: dict[str, str]) -> RulebookView:
    """Put rules into the words of the page's language."""
    return RulebookView(
        book=book,
        districts=tuple(district_names.get(ubigeo, ubigeo) for ubigeo in book.territory),
        envelopes=envelope_rows(book, district_names),
        dates=tuple(_dates(book)),
        requirements=tuple(_requirements(book)),
        money=tuple(_money(book, district_names)),
        phases=tuple(_phase(phase, book) for phase in book.phases),
        scoring=tuple(_scoring(book)),
        tie_breaks=tuple(tie_break_text(link, book) for link in book.scoring.tie_breaks),
        papers=(*_papers(book), *_form(book.form), *_late(book), *_screening(book)),
        second_phases=tuple(_phase(phase, book) for phase in book.every_phase[len(book.phases) :]),
        second_scoring=tuple(_second(book)),
    )


def tie_break_text(link: TieBreak, book: Rulebook) -> str:
    """Write one link of the tie-break chain."""
    label = gettext(TIE_BREAK_LABELS[link.kind.value])
    names = {phase.code: phase.name for phase in book.phases}
    return label if link.phase is None else f"{label}: {names.get(link.phase, link.phase)}"


def _papers(book: Rulebook) -> Iterator[str]:
    yield gettext("El grupo llena su perfil de negocio en el portal y lo envía antes del cierre.")
    yield gettext(
        "Puede adjuntar hasta %(files)s archivos PDF o fotos (JPEG, PNG o WebP), de %(size)s MB cada uno como máximo.",
        files=MAX_FILES,
        size=MAX_MEGABYTES,
    )
    for asked in book.files:
        label = gettext("Anexo obligatorio") if asked.required else gettext("Anexo opcional")
        most = ngettext("hasta %(num)s archivo", "hasta %(num)s archivos", asked.most)
        yield f"{label}: {asked.name} ({gettext(FORM_LABELS[asked.form])}; {most})."
    yield gettext("Al enviar recibe una constancia con número, hora y huella de lo enviado.")
    yield gettext(
        "El jurado deja un acta; la oficina emite la resolución y firma un convenio con cada grupo ganador."
    )


def quotations_text(form: ProfileForm) -> str:
    """Say which goods need how many quotations; empty where none are asked for."""
    rules = next((section.quotations for section in form.sections if section.quotations), None)
    if rules is None:
        return ""
    return str(
        ngettext(
            "Cada bien que cuesta %(amount)s o más lleva la cotización de %(num)s proveedor.",
            "Cada bien que cuesta %(amount)s o más lleva las cotizaciones de %(num)s proveedores distintos.",
            rules.count,
            amount=money(rules.from_amount),
        )
    )


def _form(form: ProfileForm) -> Iterator[str]:
    """Say what the profile does not ask for, and what it asks beside the usual."""
    left_out = [gettext(one.name) for one in STANDARD_FORM.sections if not form.asks(one.code)]
    if left_out:
        yield gettext("El perfil no pide: %(parts)s.", parts=", ".join(left_out))
    if quotations_text(form):
        yield quotations_text(form)
    for section in form.sections:
        if section.questions:
            yield gettext(
                "El perfil pregunta además, en «%(part)s»: %(questions)s",
                part=gettext(section.name),
                questions=" ".join(question.label for question in section.questions),
            )


def _late(book: Rulebook) -> Iterator[str]:
    if book.calendar.late_codes:
        yield gettext(
            "La oficina puede dar a un grupo un código para enviar después del cierre; cada uno se publica con su "
            "motivo, sin nombre."
        )


def _screening(book: Rulebook) -> Iterator[str]:
    rules = book.screening
    if rules is None:
        return
    yield ngettext(
        "La oficina revisa cada perfil después del cierre; lo subsanable se corrige en %(num)s día hábil.",
        "La oficina revisa cada perfil después del cierre; lo subsanable se corrige en %(num)s días hábiles.",
        rules.cure_days,
    )
    yield gettext(UNCURED_LABELS[rules.uncured.value])


def _dates(book: Rulebook) -> Iterator[tuple[str, str]]:
    calendar = book.calendar
    yield gettext("Recepción de perfiles, desde"), instant(calendar.opens_at)
    yield gettext("Cierre de la recepción"), instant(calendar.closes_at)
    if calendar.grace_minutes:
        words = ngettext("%(num)s minuto", "%(num)s minutos", calendar.grace_minutes)
        yield gettext("Tolerancia para lo empezado antes del cierre"), words
    if calendar.questions_until is not None:
        yield gettext("Consultas, hasta"), day(calendar.questions_until)
    yield gettext("Evaluación de campo, desde"), day(calendar.field_from)
    yield gettext("Evaluación de campo, hasta"), day(calendar.field_to)
    yield gettext("Presentación pública"), day(calendar.public_on)
    yield gettext("Publicación de resultados"), day(calendar.results_on)
    days = calendar.observation_days
    words = ngettext("%(num)s día hábil desde el anuncio", "%(num)s días hábiles desde el anuncio", days)
    yield gettext("Observaciones al resultado"), words if days else gettext("No se reciben")


def _requirements(book: Rulebook) -> Iterator[str]:
    group = book.group
    if group.min_households == group.max_households:
        yield ngettext("Grupos de %(num)s hogar.", "Grupos de %(num)s hogares.", group.min_households)
    else:
        yield gettext(
            "Grupos de %(min)s a %(max)s hogares.", min=group.min_households, max=group.max_households
        )
    if group.one_group_per_household:
        yield gettext("Cada hogar participa en un solo grupo de este concurso.")
    if group.targeted_centres_only:
        yield gettext("Todos los integrantes viven en centros poblados focalizados por el programa.")
    if group.within_territory:
        yield gettext("Todos los integrantes viven en los distritos del concurso.")
    if group.valid_class_only:
        yield gettext(
            "La clasificación SISFOH de todos los hogares está vigente el día en que abre el concurso."
        )
    yield from _agreement(group)
    if group.months_between_awards:
        yield ngettext(
            "Ningún hogar fue premiado en otro concurso en %(num)s mes antes de que abra este.",
            "Ningún hogar fue premiado en otro concurso en los %(num)s meses antes de que abra este.",
            group.months_between_awards,
        )


def _agreement(group: GroupRules) -> Iterator[str]:
    if not group.sign_off:
        return
    yield gettext("Antes de enviar, quien preside el grupo da su conformidad con el perfil leído.")
    if group.members_confirming:
        yield ngettext(
            "También lo confirma %(num)s integrante más.",
            "También lo confirman %(num)s integrantes más.",
            group.members_confirming,
        )


def _money(book: Rulebook, districts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    budget = book.budget
    yield gettext("Monto del concurso"), money(book.fund)
    yield (
        gettext("Cada grupo puede pedir"),
        gettext("de %(min)s a %(max)s", min=money(budget.min_award), max=money(budget.max_award)),
    )
    yield (
        gettext("Uso del premio"),
        gettext(
            "%(goods)s %% en bienes y %(assistance)s %% en asistencia técnica",
            goods=budget.goods_percent,
            assistance=budget.assistance_percent,
        ),
    )
    yield gettext("Cómo se entrega"), handing_over(book.follow_up)
    spare = gettext("Del premio, a los bienes; de las transferencias, a la última; del reparto, al sobre.")
    yield gettext("Céntimos que no se pueden dividir"), spare
    yield gettext("Plazos después del premio"), days_in_words(book.follow_up)
    yield gettext("Contrapartida mínima del grupo"), f"{budget.min_counterpart_percent} %"
    yield gettext("Cómo se reparte"), sharing_in_words(book, districts)


def _scoring(book: Rulebook) -> Iterator[tuple[str, str]]:
    scoring = book.scoring
    yield (
        gettext("Puntaje final"),
        gettext(
            "En cada fase, el promedio de las fichas cerradas de los jurados. Las fases suman hasta %(max)s puntos.",
            max=scoring.total_points,
        ),
    )
    yield gettext("Puntaje mínimo para ser aprobado"), str(scoring.pass_mark)
    yield gettext("Fichas necesarias por grupo y fase"), quorum_text(book)
    yield gettext("Paso de las notas"), MARK_STEPS.get(scoring.marks_per_point, str(scoring.marks_per_point))
    yield (
        gettext("Redondeo"),
        gettext(
            "%(decimals)s decimales. %(rule)s.",
            decimals=scoring.decimals,
            rule=gettext(ROUNDING_LABELS[scoring.rounding.value]),
        ),
    )
    yield gettext("Qué puntaje decide"), gettext(DECIDES_ON_LABELS[scoring.decides_on.value])
    yield (
        gettext("Fichas de teléfonos que llegan después de la sesión"),
        gettext(LATE_PHONES_LABELS[scoring.late_phones.value]),
    )


def quorum_text(book: Rulebook) -> str:
    """Write the quorum of the contest, and that of each phase which has its own."""
    own = ", ".join(f"{phase.name}: {phase.quorum}" for phase in book.phases if phase.quorum)
    return f"{book.scoring.quorum} ({own})" if own else str(book.scoring.quorum)


def _second(book: Rulebook) -> Iterator[tuple[str, str]]:
    if book.second is None:
        return
    yield (
        gettext("Qué se califica"),
        gettext(
            "El avance de cada grupo que ganó, después de su primera transferencia. Lo califica el jurado de este "
            "concurso; las fases suman hasta %(max)s puntos.",
            max=book.second.total_points,
        ),
    )
    yield gettext("Puntaje mínimo para la segunda transferencia"), str(book.second.pass_mark)
    yield gettext("Fichas necesarias por grupo y fase"), str(book.second.quorum)


def _phase(phase: Phase, book: Rulebook) -> PhaseView:
    axes = tuple(
        AxisView(
            name,
            format_points(sum((phase.most(criterion) for criterion in criteria), Fraction(0))),
            tuple(_criterion(phase, criterion) for criterion in criteria),
        )
        for name, criteria in _by_axis(phase.criteria)
    )
    attendance = ""
    if phase.attendance_minimum is not None:
        attendance = gettext(
            "Si asiste menos del %(percent)s %% de los hogares del grupo, el grupo queda descalificado.",
            percent=format_points(phase.attendance_minimum * 100),
        )
    return PhaseView(
        phase.code, phase.name, phase.max_points, attendance, axes, tuple(_phase_notes(phase, book))
    )


def _criterion(phase: Phase, criterion: Criterion) -> CriterionView:
    return CriterionView(
        code=criterion.code,
        text=criterion.text,
        guidance=criterion.guidance,
        hints=criterion_hints(phase, criterion),
        most="" if criterion.disqualifies else format_points(phase.most(criterion)),
        weight=_weight(phase, criterion),
    )


def _weight(phase: Phase, criterion: Criterion) -> str:
    if criterion.disqualifies:
        return ""
    if phase.weighting is Weighting.PERCENT:
        return f"{criterion.weight} %"
    return f"{criterion.max_points} × {criterion.weight}" if criterion.weight > 1 else ""


def _phase_notes(phase: Phase, book: Rulebook) -> Iterator[str]:
    """Say for whom the phase is, what its weights mean, whose sheets count how much, what a "no" does."""
    if phase.categories:
        names = {category.code: category.name for category in book.categories}
        listed = ", ".join(names.get(code, code) for code in phase.categories)
        yield gettext("Solo para los grupos de la categoría: %(categories)s.", categories=listed)
    if phase.weighting is Weighting.PERCENT:
        yield gettext("Cada criterio aporta su peso por la nota, dividida entre la nota más alta.")
    if phase.weighting is Weighting.AXES:
        yield gettext("Cada eje vale su porcentaje de la fase; dentro del eje cuentan la nota y el peso.")
    for one in phase.classes:
        yield gettext(
            "%(class)s: %(share)s %% de la fase. Si no hay ninguna ficha suya: %(empty)s.",
            **{
                "class": one.name,
                "share": one.share,
                "empty": gettext(WHEN_EMPTY_LABELS[one.when_empty.value]),
            },
        )
    yield from _who_scores(phase)
    if any(criterion.disqualifies for criterion in phase.criteria):
        yield gettext(DISQUALIFIES_LABELS[book.scoring.disqualifies.value])


def _who_scores(phase: Phase) -> Iterator[str]:
    if phase.own_panel:
        yield gettext("Tiene jurado propio, con su presidente: quien la califica no califica otra fase.")
    if phase.quorum:
        yield gettext("Fichas necesarias por grupo en esta fase: %(quorum)s.", quorum=phase.quorum)
    if phase.is_shared_out and phase.classes:
        numbers = (f"{one.name}: {one.scorers or gettext('todos')}" for one in phase.classes)
        yield gettext("Evaluadores de cada grupo: %(numbers)s.", numbers=", ".join(numbers))
    elif phase.is_shared_out:
        yield gettext("Cada grupo es calificado por %(number)s evaluadores.", number=phase.scorers)


def _by_axis(criteria: tuple[Criterion, ...]) -> Iterator[tuple[str, tuple[Criterion, ...]]]:
    for name, group in groupby(criteria, key=lambda criterion: criterion.axis):
        yield name, tuple(group)
