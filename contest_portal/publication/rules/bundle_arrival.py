"""What keeps a bundle that can be worked out from becoming a contest: each thing is named with its place."""

from collections.abc import Iterable, Iterator

from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.publication.rules.bundle import Bundle, BundleGroup
from contest_portal.scoring.rules.ranking import RankedGroup, Standing
from contest_portal.scoring.rules.sheet_rules import MAX_REASON

MOST_OF_SOURCE = 200
MOST_OF_CODE = 40
MOST_OF_CLASS = 20
MOST_OF_NAME = 120
MOST_OF_DRAW = 60
MOST_COUNTED = 9999
"""More people or households than any group has; a count is kept in 32 bits."""


def arrival_problems(bundle: Bundle) -> Iterator[Problem]:
    """Name texts and counts that cannot be kept, and what the rules do not have."""
    if not bundle.groups:
        message = N_("En «%(place)s» no hay ningún grupo. Escriba los que participaron.")
        yield _problem("bundle.no_groups", message, "groups")
    yield from _long("source", bundle.source, MOST_OF_SOURCE)
    yield from _long("draw.numbers", bundle.draw.numbers if bundle.draw else "", MOST_OF_DRAW)
    for number, group in enumerate(bundle.groups):
        yield from _group_problems(f"groups[{number}]", group, bundle)
    for number, juror in enumerate(bundle.jurors):
        yield from _code_problems(f"jurors[{number}].code", juror.code)
        yield from _long(f"jurors[{number}].evaluator_class", juror.evaluator_class, MOST_OF_CLASS)
    for number, sheet in enumerate(bundle.sheets):
        for n, reason in enumerate(sheet.reasons):
            yield from _long(f"sheets[{number}].reasons[{n}].text", reason.text, MAX_REASON)


def request_problems(bundle: Bundle, ranking: Iterable[RankedGroup]) -> Iterator[Problem]:
    """Name each group that passed and asked what no rule could give it."""
    passed = {line.code for line in ranking if line.standing is Standing.PASSED}
    budget = bundle.rules.budget
    for number, group in enumerate(bundle.groups):
        fits = max(budget.min_award, Money(1)) <= group.requested <= budget.max_award
        if group.code in passed and not group.withdrawn and not fits:
            message = N_(
                "En «%(place)s» el grupo %(group)s pide %(requested)s y las bases admiten de %(min)s a %(max)s. "
                "Corrija la cifra o las bases."
            )
            amounts = {
                "requested": group.requested.format(),
                "min": budget.min_award.format(),
                "max": budget.max_award.format(),
            }
            place = f"groups[{number}].requested"
            yield _problem("bundle.request_out_of_range", message, place, group=group.code, **amounts)


def _group_problems(place: str, group: BundleGroup, bundle: Bundle) -> Iterator[Problem]:
    rules = bundle.rules
    yield from _code_problems(f"{place}.code", group.code)
    yield from _long(f"{place}.name", group.name, MOST_OF_NAME)
    if clean_text(group.name) != group.name:
        yield _odd_text(f"{place}.name")
    if group.line and group.line not in {line.code for line in rules.lines}:
        yield _not_of_the_rules(f"{place}.line", group.line)
    if group.district and rules.group.within_territory and group.district not in rules.territory:
        yield _not_of_the_rules(f"{place}.district", group.district)
    if group.withdrawn:
        message = N_(
            "En «%(place)s» el grupo %(group)s figura como retirado. Quítelo del archivo con sus fichas y, si lo trae, "
            "quite también «ranking»."
        )
        yield _problem("bundle.withdrawn", message, f"{place}.withdrawn", group=group.code)
    yield from _count_problems(place, group)


def _count_problems(place: str, group: BundleGroup) -> Iterator[Problem]:
    counts = [("women", group.women), ("households", group.households)]
    counts += [(f"facts[{n}].whole", one.whole) for n, one in enumerate(group.facts)]
    for name, count in counts:
        if count > MOST_COUNTED:
            message = N_(
                "En «%(place)s» está %(count)s, más de lo que un grupo puede tener. Corrija la cifra."
            )
            yield _problem("bundle.too_many", message, f"{place}.{name}", count=str(count))
    for n, one in enumerate(group.attendance):
        if one.households != group.households:
            message = N_(
                "En «%(place)s» la asistencia es sobre %(told)s hogares y el grupo %(group)s tiene %(households)s. "
                "Corrija una de las dos cifras."
            )
            yield _problem(
                "bundle.other_households",
                message,
                f"{place}.attendance[{n}]",
                group=group.code,
                told=str(one.households),
                households=str(group.households),
            )


def _code_problems(place: str, code: str) -> Iterator[Problem]:
    if not 0 < len(code) <= MOST_OF_CODE:
        message = N_("En «%(place)s» el código debe tener de 1 a %(most)s letras. Corríjalo donde aparezca.")
        yield _problem("bundle.code_length", message, place, most=str(MOST_OF_CODE))
    elif clean_text(code) != code or not code.isprintable():
        yield _odd_text(place)


def _long(place: str, text: str, most: int) -> Iterator[Problem]:
    if len(text) > most:
        message = N_("En «%(place)s» hay más de %(most)s letras. Escríbalo más corto.")
        yield _problem("bundle.long_text", message, place, most=str(most))


def _odd_text(place: str) -> Problem:
    message = N_("En «%(place)s» hay signos que no se ven o espacios en los extremos. Escríbalo otra vez.")
    return _problem("bundle.odd_text", message, place)


def _not_of_the_rules(place: str, code: str) -> Problem:
    message = N_(
        "En «%(place)s» está «%(name)s», que no está en las bases («rules»). Agréguelo o corrija el código."
    )
    return _problem("bundle.not_of_the_rules", message, place, name=code[:MOST_OF_CODE])


def _problem(code: str, message: str, place: str, **params: str) -> Problem:
    return Problem(code, field="file", message=message, params={"place": place, **params})
