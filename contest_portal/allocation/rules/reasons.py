"""One plain sentence per line of an allocation, with the amounts that decided it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from contest_portal.allocation.rules.results import CLOSING, Line, Reason
from contest_portal.contests.rules.allocation_terms import STANDARD_TERMS, AllocationTerms
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence

SENTENCES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.FULL_AWARD: N_(
            "Puesto %(place)s: recibe los %(requested)s que solicitó; en el sobre había %(before)s y quedan "
            "%(balance)s."
        ),
        Reason.REST_OF_ENVELOPE: N_(
            "Puesto %(place)s: solicitó %(requested)s y recibe %(amount)s, todo lo que quedaba en el sobre."
        ),
        Reason.DOES_NOT_FIT: N_(
            "Puesto %(place)s: solicitó %(requested)s y en el sobre solo quedan %(balance)s; desde aquí, reserva."
        ),
        Reason.AFTER_THE_CUT: N_(
            "Puesto %(place)s: el sobre se cerró en %(cut)s; espera en reserva con %(requested)s solicitados."
        ),
        Reason.PASSED_OVER: N_(
            "Puesto %(place)s: solicitó %(requested)s y en su turno quedaban %(balance)s; espera en reserva."
        ),
        Reason.REST_BELOW_MINIMUM: N_(
            "Puesto %(place)s: solicitó %(requested)s; los %(balance)s que quedan no llegan al mínimo de %(minimum)s."
        ),
        Reason.WITHIN_SHARE: N_(
            "Puesto %(place)s: solicitó %(requested)s y recibe %(amount)s, el %(share)s %% de su plan que las bases "
            "financian; quedan %(balance)s."
        ),
        Reason.SHARE_BELOW_MINIMUM: N_(
            "Puesto %(place)s: el %(share)s %% de su plan que las bases financian no llega al mínimo de %(minimum)s; "
            "espera en reserva."
        ),
        Reason.EQUAL_LEVEL: N_(
            "Puesto %(place)s: recibe la parte igual de %(amount)s; solicitó %(requested)s y quedan %(balance)s."
        ),
        Reason.ASKED_WITHIN_LEVEL: N_(
            "Puesto %(place)s: recibe los %(requested)s que solicitó, que no pasan de la parte igual; quedan "
            "%(balance)s."
        ),
        Reason.LEVEL_BELOW_MINIMUM: N_(
            "Puesto %(place)s: con un grupo más, la parte igual no llegaría al mínimo de %(minimum)s; espera en "
            "reserva."
        ),
        Reason.ENOUGH_WINNERS: N_(
            "Puesto %(place)s: las bases atienden a %(winners)s grupos por sobre; espera en reserva con "
            "%(requested)s solicitados."
        ),
        Reason.IN_THE_BEST_SET: N_(
            "Puesto %(place)s, %(total)s puntos: está en el conjunto de mayor puntaje y recibe los %(requested)s que "
            "solicitó; quedan %(balance)s."
        ),
        Reason.NOT_IN_THE_BEST_SET: N_(
            "Puesto %(place)s, %(total)s puntos: con sus %(requested)s dentro, el fondo y los límites no permiten un "
            "conjunto mejor; espera en reserva."
        ),
        Reason.BELOW_PASS_MARK: N_("Obtuvo %(total)s puntos; el mínimo para aprobar es %(pass_mark)s."),
        Reason.DISQUALIFIED: N_("Fue descalificado según las bases; no entra en el reparto."),
    }
)
IN_ENVELOPE: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.FULL_AWARD: N_(
            "Puesto %(place)s: recibe del sobre «%(envelope)s» los %(requested)s que solicitó; en el sobre había "
            "%(before)s y quedan %(balance)s."
        ),
        Reason.REST_OF_ENVELOPE: N_(
            "Puesto %(place)s: solicitó %(requested)s y recibe %(amount)s, todo lo que quedaba en el sobre "
            "«%(envelope)s»."
        ),
        Reason.WITHIN_SHARE: N_(
            "Puesto %(place)s: solicitó %(requested)s y recibe del sobre «%(envelope)s» %(amount)s, el %(share)s %% de "
            "su plan que las bases financian; quedan %(balance)s."
        ),
        Reason.DOES_NOT_FIT: N_(
            "Puesto %(place)s: solicitó %(requested)s y no alcanzó en ningún sobre suyo; en el último, «%(envelope)s», "
            "solo quedan %(balance)s; desde aquí, reserva."
        ),
        Reason.AFTER_THE_CUT: N_(
            "Puesto %(place)s: el último de sus sobres, «%(envelope)s», se cerró en %(cut)s; espera en reserva con "
            "%(requested)s solicitados."
        ),
        Reason.PASSED_OVER: N_(
            "Puesto %(place)s: solicitó %(requested)s y no alcanzó en ningún sobre suyo; en el último, «%(envelope)s», "
            "quedaban %(balance)s en su turno; espera en reserva."
        ),
        Reason.REST_BELOW_MINIMUM: N_(
            "Puesto %(place)s: solicitó %(requested)s; los %(balance)s que quedan en el último de sus sobres, "
            "«%(envelope)s», no llegan al mínimo de %(minimum)s."
        ),
        Reason.EQUAL_LEVEL: N_(
            "Puesto %(place)s: recibe del sobre «%(envelope)s» la parte igual de %(amount)s; solicitó %(requested)s y "
            "quedan %(balance)s."
        ),
        Reason.ASKED_WITHIN_LEVEL: N_(
            "Puesto %(place)s: recibe del sobre «%(envelope)s» los %(requested)s que solicitó, que no pasan de la "
            "parte igual; quedan %(balance)s."
        ),
        Reason.LEVEL_BELOW_MINIMUM: N_(
            "Puesto %(place)s: con un grupo más, la parte igual no llegaría al mínimo de %(minimum)s en ningún sobre "
            "suyo; en el último, «%(envelope)s», quedan %(balance)s; espera en reserva."
        ),
        Reason.ENOUGH_WINNERS: N_(
            "Puesto %(place)s: las bases atienden a %(winners)s grupos por sobre, y no alcanzó lugar en ninguno suyo; "
            "espera en la reserva de «%(envelope)s» con %(requested)s solicitados."
        ),
        Reason.IN_THE_BEST_SET: N_(
            "Puesto %(place)s, %(total)s puntos: está en el conjunto de mayor puntaje y recibe del sobre "
            "«%(envelope)s» los %(requested)s que solicitó; quedan %(balance)s."
        ),
        Reason.NOT_IN_THE_BEST_SET: N_(
            "Puesto %(place)s, %(total)s puntos: con sus %(requested)s dentro, los sobres y los límites no permiten un "
            "conjunto mejor; espera en la reserva de «%(envelope)s»."
        ),
    }
)
"""The sentences that name an envelope, where the contest has others than those of the categories."""
ABSENT = N_(
    "Descalificado en %(phase)s: asistieron %(present)s de %(households)s hogares, menos del %(share)s %% exigido; no "
    "entra en el reparto."
)


def explain(
    lines: Iterable[Line],
    *,
    pass_mark: Score,
    min_award: Money,
    absences: Mapping[int, Mapping[str, str]] | None = None,
    terms: AllocationTerms = STANDARD_TERMS,
    names: Mapping[str, str] | None = None,
) -> dict[int, Sentence]:
    """Give each group's sentence by its application's id.

    `names` are those of the envelopes by code; a step of an envelope that is no category's own tells it by name.
    `absences` are the figures of those disqualified: phase, present, households and the share asked for.
    """
    ordered = sorted(lines, key=lambda line: line.step)
    cuts = _cuts(ordered)
    figures = absences or {}
    return {
        line.application_id: Sentence(ABSENT, figures[line.application_id])
        if line.reason is Reason.DISQUALIFIED and line.application_id in figures
        else Sentence(
            (IN_ENVELOPE if line.pot else SENTENCES).get(line.reason, SENTENCES[line.reason]),
            {
                "place": str(line.place or ""),
                "requested": _amount(line.requested),
                "amount": _amount(line.amount),
                "before": _amount(line.balance_before),
                "balance": _amount(line.balance),
                "minimum": _amount(min_award),
                "total": str(line.total) if line.total is not None else "0",
                "pass_mark": str(pass_mark),
                "cut": cuts.get(line.envelope_code, ""),
                **({"envelope": (names or {}).get(line.pot, line.pot)} if line.pot else {}),
                "share": str(terms.share_percent),
                "winners": str(terms.most_winners),
            },
        )
        for line in ordered
    }


def _amount(money: Money) -> str:
    """Write an amount that a line of text does not break after its sign."""
    return money.format().replace(" ", "\u00a0")


def _cuts(lines: list[Line]) -> dict[str, str]:
    """Name the group at which each envelope closed."""
    cuts: dict[str, str] = {}
    for line in lines:
        if line.reason in CLOSING:
            cuts.setdefault(line.envelope_code, line.code)
    return cuts
