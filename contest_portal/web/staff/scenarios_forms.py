"""The scenarios that somebody asks for: read from the address, so that a comparison can be shared."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from contest_portal.allocation.rules.inputs import AllocationInput, EnvelopeInput
from contest_portal.allocation.rules.method_of_equal_shares import NAME
from contest_portal.allocation.rules.registry import RULES
from contest_portal.allocation.rules.scenario import EQUAL_SHARES, Scenario, scenario_problems
from contest_portal.contests.rules.allocation_terms import Limit, LimitOf, Setting
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, Problem
from contest_portal.web.shared.fields import MoneyField, WholeNumberField, amount_in
from contest_portal.web.shared.filters import money, say
from contest_portal.web.shared.forms import FilterForm

LETTERS = ("A", "B", "C")
_WITHOUT = "no"
_ELSEWHERE = frozenset({"lang"})
_ENVELOPE = "envelope_"
LimitNames = Mapping[tuple[str, str], str]

RULE_LABELS: Mapping[str, str] = {**{code: rule.label for code, rule in RULES.items()}, EQUAL_SHARES: NAME}


class ScenarioForm(FilterForm):
    """One scenario; with nothing in it there is none."""

    rule = SelectField(lazy_gettext("Regla"), name="regla", validate_choice=False)
    min_award = MoneyField(lazy_gettext("Mínimo por grupo"), name="minimo")
    max_award = MoneyField(lazy_gettext("Máximo por grupo"), name="maximo")
    share_percent = WholeNumberField(
        lazy_gettext("Parte del plan que se financia, como máximo (porcentaje)"), name="parte"
    )
    most_winners = WholeNumberField(lazy_gettext("Ganadores por sobre, como máximo"), name="ganadores")
    without_limits = SelectField(lazy_gettext("Límites de las bases"), name="limites", validate_choice=False)
    limit = SelectField(lazy_gettext("Otro límite, para"), name="limite-para", validate_choice=False)
    min_awards = WholeNumberField(lazy_gettext("Grupos, al menos"), name="limite-grupos-min")
    max_awards = WholeNumberField(lazy_gettext("Grupos, como máximo"), name="limite-grupos-max")
    min_amount = MoneyField(lazy_gettext("Monto, al menos"), name="limite-monto-min")
    max_amount = MoneyField(lazy_gettext("Monto, como máximo"), name="limite-monto-max")

    def __init__(self, letter: str, base: AllocationInput, book: Rulebook, limits: LimitNames) -> None:
        super().__init__(prefix=letter.lower())
        self.letter = letter
        self._base, self._known = base, book.limitable
        self.limit.choices = [
            ("", gettext("Ninguno")),
            *((f"{of}:{code}", label) for (of, code), label in limits.items()),
        ]
        self.rule.choices = [
            ("", gettext("Sin este escenario")),
            *((code, gettext(label)) for code, label in RULE_LABELS.items()),
        ]
        self.without_limits.choices = [("", gettext("Con ellos")), (_WITHOUT, gettext("Sin ellos"))]
        self.min_award.description = _as_now(money(base.min_award))
        self.max_award.description = _as_now(money(base.max_award))
        self.share_percent.description = _read_by(Setting.SHARE, str(book.allocation.share_percent))
        self.most_winners.description = _read_by(Setting.WINNERS, str(book.allocation.most_winners))
        self.limit.description = _used_by(Setting.LIMITS)
        self.without_limits.description = _read_by(Setting.LIMITS, str(len(book.allocation.limits)))
        if not book.allocation.limits:
            del self.without_limits

    @property
    def envelopes(self) -> list[MoneyField]:
        """Give the fields of the envelopes, in the order of the rules."""
        return [cast(MoneyField, self[f"{_ENVELOPE}{at}"]) for at in range(len(self._base.envelopes))]

    @property
    def amounts(self) -> list[MoneyField]:
        """Give every field of an amount."""
        return [*self.envelopes, self.min_award, self.max_award]

    @property
    def limit_fields(self) -> list[Any]:
        """Give the fields of a limit that is not in the rules."""
        return [self.limit, self.min_awards, self.max_awards, self.min_amount, self.max_amount]

    @property
    def terms(self) -> list[Any]:
        """Give the fields that only some rules read."""
        names = ("share_percent", "most_winners", "without_limits")
        return [self[name] for name in names if name in self]

    @property
    def is_rule_alone(self) -> bool:
        """Tell that no amount and no term was typed."""
        return not any(
            request.args.get(field.name) for field in (*self.amounts, *self.terms, *self.limit_fields)
        )

    @property
    def is_blank(self) -> bool:
        """Tell that nothing was asked."""
        return not any(request.args.get(field.name, "").strip() for field in self)

    def scenario(self) -> Scenario | None:
        """Give the scenario; None without one, or when something in it cannot be: the fields say what."""
        if self.is_blank or not self.validate():
            return None
        found = Scenario(
            rule=self.rule.data or "",
            amounts=tuple(
                EnvelopeInput(one.category_code, field.data)
                for one, field in zip(self._base.envelopes, self.envelopes, strict=True)
                if field.data is not None
            ),
            min_award=self.min_award.data,
            max_award=self.max_award.data,
            share_percent=self.share_percent.data,
            most_winners=self.most_winners.data,
            without_limits=self._limits == _WITHOUT,
            limit=self._limit(),
        )
        problems = [*self._choice_problems(), *scenario_problems(self._base, found, known=self._known)]
        for problem in problems:
            field = self[problem.field]
            field.errors = [*field.errors, say(problem)]
        return None if problems else found

    @property
    def _limits(self) -> str:
        return self.without_limits.data or "" if "without_limits" in self else ""

    def _limit(self) -> Limit | None:
        of, _, code = (self.limit.data or "").partition(":")
        if of not in set(LimitOf):
            return None
        least, most = self.min_awards.data or 0, self.max_awards.data
        return Limit(LimitOf(of), code, least, most, amount_in(self.min_amount), self.max_amount.data)

    def _choice_problems(self) -> Iterator[Problem]:
        message = N_("«%(value)s» no se puede elegir. Elija una opción de la lista.")
        if self._limits not in ("", _WITHOUT):
            params = {"value": self._limits[:40]}
            yield Problem("scenario.limits", field="without_limits", message=message, params=params)
        if self.limit.data and self._limit() is None:
            params = {"value": self.limit.data[:40]}
            yield Problem("scenario.limit", field="limit", message=message, params=params)
        if not self.limit.data and any(field.data is not None for field in self.limit_fields[1:]):
            message = N_("Elija para qué categoría, línea o distrito es el límite, o borre sus cifras.")
            yield Problem("scenario.limit_of_nothing", field="limit", message=message)


def scenario_forms(base: AllocationInput, book: Rulebook, limits: LimitNames) -> tuple[ScenarioForm, ...]:
    """Make the form of every scenario, with a field for each envelope. `limits` name what a limit may be about."""
    fields = {
        f"{_ENVELOPE}{at}": MoneyField(
            gettext("Sobre: %(name)s", name=book.envelope_names[one.category_code]),
            name=f"sobre-{one.category_code}",
            description=_as_now(money(one.amount)),
        )
        for at, one in enumerate(base.envelopes)
    }
    form = cast(type[ScenarioForm], type("ContestScenarioForm", (ScenarioForm,), dict(fields)))
    return tuple(form(letter, base, book, limits) for letter in LETTERS)


def address_problems(forms: Sequence[ScenarioForm]) -> tuple[Problem, ...]:
    """Name what an address asks that these forms do not, or asks twice."""
    known = {field.name for form in forms for field in form} | _ELSEWHERE
    message = N_(
        "La dirección trae «%(name)s», que aquí no se pide o se pide una sola vez. Elija otra vez abajo."
    )
    return tuple(
        Problem("scenario.address", field="address", message=message, params={"name": name[:40]})
        for name, values in request.args.lists()
        if name not in known or len(values) > 1
    )


def _as_now(value: str) -> str:
    return gettext("En la primera columna: %(value)s", value=value)


def _read_by(setting: Setting, value: str) -> str:
    return f"{gettext('En las bases: %(value)s.', value=value)} {_used_by(setting)}"


def _used_by(setting: Setting) -> str:
    rules = (gettext(rule.label) for rule in RULES.values() if setting in rule.settings)
    return gettext("Lo usa la regla «%(rules)s».", rules="», «".join(rules))
