"""The business profile of an invented group: whole, and exactly what the form and the budget of the rules ask for."""

from dataclasses import replace
from datetime import date

from contest_portal.applications.rules.budget import least_counterpart, split_award
from contest_portal.applications.rules.profile import (
    Answer,
    Asset,
    AssetKind,
    Assistance,
    Counterpart,
    CounterpartKind,
    Difficulty,
    ProblemKind,
    Profile,
    Prospect,
    Purchase,
    Quotation,
    Sale,
)
from contest_portal.applications.rules.quotations import goods_to_quote
from contest_portal.contests.rules.profile_form import YES, ProfileForm, Question, QuestionKind, SectionCode
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.templates import share_out
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.quantities import Quantity

_INVENTED = "Texto inventado para la prueba."
_ONE = Quantity.of(1)


def invented_profile(requested: Money, rulebook: Rulebook) -> Profile:
    """Fill in every part that the form asks for, in as few rows as it takes, and answer every question."""
    form, budget = rulebook.form, rulebook.budget
    goods, assistance = split_award(requested, budget)
    counterpart = least_counterpart(requested, budget)
    offered = _parts(form, SectionCode.COUNTERPART, counterpart, usual=1 if counterpart else 0)
    profile = Profile(
        summary=_INVENTED,
        situation=(Prospect(_INVENTED, _INVENTED),) * _rows(form, SectionCode.SITUATION),
        assets=(Asset(AssetKind.TOOLS, _INVENTED, "unidad", _ONE, ZERO),)
        * _rows(form, SectionCode.ASSETS, usual=0),
        problems=(Difficulty(ProblemKind.PRODUCTION, _INVENTED, _INVENTED),)
        * _rows(form, SectionCode.PROBLEMS),
        assistance=tuple(
            Assistance(_INVENTED, _INVENTED, _INVENTED, _ONE, part)
            for part in _parts(form, SectionCode.ASSISTANCE, assistance)
        ),
        goods=tuple(
            Purchase(f"Bien inventado {number}", "lote", _ONE, part)
            for number, part in enumerate(_parts(form, SectionCode.GOODS, goods), 1)
        ),
        sales=(Sale("Producto inventado", "lote", _ONE, requested),) * _rows(form, SectionCode.SALES),
        costs=(),
        counterpart=tuple(Counterpart(CounterpartKind.LABOUR, _INVENTED, part) for part in offered),
        requested_goods=goods,
        requested_assistance=assistance,
    )
    return _with_own_parts(profile, form, office_date(rulebook.calendar.opens_at))


def _rows(form: ProfileForm, code: SectionCode, *, usual: int = 1) -> int:
    return max(usual, form.section(code).least_rows) if form.asks(code) else 0


def _parts(form: ProfileForm, code: SectionCode, amount: Money, *, usual: int = 1) -> tuple[Money, ...]:
    return share_out(amount, [ZERO] * _rows(form, code, usual=usual))


def _with_own_parts(profile: Profile, form: ProfileForm, day: date) -> Profile:
    """Add the answers to the contest's own questions, and quotations where the form wants some."""
    answers = (Answer(question.code, _answer(question, day)) for question in form.questions)
    asked = form.section(SectionCode.GOODS).quotations if form.asks(SectionCode.GOODS) else None
    quoted = () if asked is None else goods_to_quote(profile, asked)
    return replace(
        profile,
        answers=tuple(sorted(answers, key=lambda answer: answer.question)),
        quotations=tuple(
            Quotation(row.description, f"Proveedor inventado {number}", "", row.total, day)
            for row in quoted
            for number in range(asked.count if asked else 0)
        ),
    )


def _answer(question: Question, day: date) -> str:
    least, most = question.limits or (0, 0)
    if question.kind is QuestionKind.YES_NO:
        return YES
    if question.options:
        return "\n".join(question.options[: max(1, least)])
    if question.kind is QuestionKind.DATE:
        return day.isoformat()
    if question.kind is QuestionKind.NUMBER:
        return str(least)
    if question.kind is QuestionKind.AMOUNT:
        return str(Money.soles(least))
    letters = min(most, max(least, len(_INVENTED)))
    return (_INVENTED * (letters // len(_INVENTED) + 1))[:letters]
