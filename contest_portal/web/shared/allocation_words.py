"""The terms of an allocation rule in words, for the call and the designer."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flask_babel import gettext, ngettext

from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.rules.allocation_terms import Limit, LimitOf, Setting
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.envelope_words import envelope_sentences
from contest_portal.web.shared.filters import money
from contest_portal.web.shared.labels import APPROVER_LABELS, COUNTERPART_KIND_LABELS

LIMIT_OF_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "category": N_("Categoría: %(name)s"),
        "line": N_("Línea: %(name)s"),
        "district": N_("Distrito: %(name)s"),
    }
)


def sharing_in_words(book: Rulebook, places: Mapping[str, str]) -> str:
    """Say how the money is shared out, by which terms, and who approves it. `places` are names by ubigeo."""
    rule = RULES.get(book.allocation_rule)
    said = str(gettext(rule.explanation)) if rule else book.allocation_rule
    told = (*terms_in_words(book, places), *envelope_sentences(book), chain_in_words(book))
    return " ".join((said, *told))


def terms_in_words(book: Rulebook, districts: Mapping[str, str]) -> tuple[str, ...]:
    """Give a sentence for each term that the contest's rule reads. `districts` are names by ubigeo."""
    rule = RULES.get(book.allocation_rule)
    return () if rule is None else tuple(_sentences(book, rule.settings, districts))


def terms_summary(book: Rulebook) -> str:
    """Give the terms in one line, of limits only how many there are, and the steps of the approval if several."""
    steps = len(book.approvals)
    told = (
        str(ngettext("aprobación en %(num)s paso", "aprobación en %(num)s pasos", steps)) if steps > 1 else ""
    )
    return "; ".join(part for part in (_terms_summary(book), told) if part)


def _terms_summary(book: Rulebook) -> str:
    rule = RULES.get(book.allocation_rule)
    if rule is None or not rule.settings:
        return str(gettext("La regla elegida no pide ninguna"))
    if Setting.LIMITS in rule.settings:
        return str(ngettext("%(num)s límite", "%(num)s límites", len(book.allocation.limits)))
    return " ".join(_sentences(book, rule.settings, {})) or str(
        gettext("Todos los aprobados que el sobre permite")
    )


def chain_in_words(book: Rulebook) -> str:
    """Say who approves what the rule gives, one step after the other."""
    steps = [
        f"{number}. {step.name} ({gettext(APPROVER_LABELS[step.approver]).lower()})"
        for number, step in enumerate(book.approvals, 1)
    ]
    return str(
        gettext(
            "El reparto lo propone la secretaría y lo aprueba otra persona en cada paso: %(steps)s.",
            steps="; ".join(steps),
        )
    )


def days_in_words(rules: FollowUpRules) -> str:
    """Give the days to sign an agreement and to accept a call of the reserve."""
    return str(
        gettext(
            "%(sign)s días para firmar el convenio desde que se emite; %(answer)s días hábiles para aceptar un llamado "
            "de la lista de reserva",
            sign=rules.sign_days,
            answer=rules.answer_days,
        )
    )


def limit_names(book: Rulebook, districts: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Name everything of a contest that a limit may be about, in the order of the rules."""
    named = (
        *((LimitOf.CATEGORY, category.code, category.name) for category in book.categories),
        *((LimitOf.LINE, line.code, line.name) for line in book.lines),
        *((LimitOf.DISTRICT, ubigeo, districts.get(ubigeo, ubigeo)) for ubigeo in book.territory),
    )
    return {(of.value, code): gettext(LIMIT_OF_LABELS[of], name=name) for of, code, name in named}


def least_and_most(limit: Limit) -> str:
    """Give what a limit asks, without whom it is about."""
    parts = (
        ngettext("al menos %(num)s grupo", "al menos %(num)s grupos", limit.min_awards)
        if limit.min_awards
        else "",
        ""
        if limit.max_awards is None
        else ngettext("como máximo %(num)s grupo", "como máximo %(num)s grupos", limit.max_awards),
        gettext("al menos %(amount)s", amount=money(limit.min_amount)) if limit.min_amount else "",
        "" if limit.max_amount is None else gettext("como máximo %(amount)s", amount=money(limit.max_amount)),
    )
    return ", ".join(part for part in parts if part)


def _sentences(book: Rulebook, settings: frozenset[Setting], districts: Mapping[str, str]) -> Iterator[str]:
    terms = book.allocation
    if Setting.SHARE in settings:
        counted = [gettext(COUNTERPART_KIND_LABELS[part]).lower() for part in terms.counted]
        yield (
            gettext(
                "Se financia hasta el %(share)s %% del plan: lo que el grupo solicita más lo que aporta en %(forms)s.",
                share=terms.share_percent,
                forms=", ".join(counted),
            )
            if counted
            else gettext("Se financia hasta el %(share)s %% de lo solicitado.", share=terms.share_percent)
        )
    if Setting.WINNERS in settings and terms.most_winners:
        yield ngettext(
            "En cada sobre gana como máximo %(num)s grupo.",
            "En cada sobre ganan como máximo %(num)s grupos.",
            terms.most_winners,
        )
    if Setting.LIMITS in settings:
        names = limit_names(book, districts)
        for limit in terms.limits:
            name = names.get((limit.of.value, limit.code), limit.code)
            yield f"{name}: {least_and_most(limit)}."


def handing_over(rules: FollowUpRules) -> str:
    """Say in how many transfers the award is handed over."""
    if len(rules.instalments) == 1:
        return str(gettext("En una sola transferencia"))
    first, second = rules.instalments
    return str(
        gettext(
            "%(first)s %% al firmar el convenio y %(second)s %% cuando se rindió el %(accounted)s %% de lo recibido",
            first=first,
            second=second,
            accounted=rules.accounted_percent,
        )
    )
