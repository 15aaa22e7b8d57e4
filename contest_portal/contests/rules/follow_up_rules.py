"""How an award is handed over, as the contest's rules say it."""

from collections.abc import Iterator
from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem
from contest_portal.kernel.records import added_later

MOST_DAYS = 90
MOST_INSTALMENTS = 2


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """The parts in which an award is paid (whole percentages that add up to 100), and what each waits for.

    `counterpart_percent`: the share of the group's own part that is in before the first transfer.
    `accounted_percent`: the share of what was paid that is accounted for before the next one.
    `sign_days`: so many days after its agreement was issued a group may sign.
    `answer_days`: so many working days a group of the reserve list has to answer a call.
    """

    instalments: tuple[int, ...] = (70, 30)
    counterpart_percent: int = 50
    accounted_percent: int = 70
    sign_days: int = added_later(15)
    answer_days: int = added_later(5)


def follow_up_problems(rules: FollowUpRules) -> Iterator[Problem]:
    """Name what of the rules cannot be."""
    parts = rules.instalments
    if not 1 <= len(parts) <= MOST_INSTALMENTS or any(part < 1 for part in parts) or sum(parts) != 100:
        message = N_(
            "Las transferencias son una o dos, en porcentajes enteros que suman 100. Corrija la primera: el resto es "
            "la segunda."
        )
        yield Problem("budget.instalments", field="first_percent", message=message)
    for field, percent in (
        ("counterpart_percent", rules.counterpart_percent),
        ("accounted_percent", rules.accounted_percent),
    ):
        if not 0 <= percent <= 100:
            message = N_("Escriba un porcentaje entero, de 0 a 100.")
            yield Problem(f"budget.{field}", field=field, message=message)
    for field, days in (("sign_days", rules.sign_days), ("answer_days", rules.answer_days)):
        if not 1 <= days <= MOST_DAYS:
            message = N_("Escriba un número de días, de 1 a %(most)s.")
            yield Problem(f"budget.{field}", field=field, message=message, params={"most": str(MOST_DAYS)})
