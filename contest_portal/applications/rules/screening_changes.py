"""What became of the members since the profile was sent, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """A person with the household and the centre known of at some time."""

    person_id: int
    full_name: str
    household_id: int
    centre_name: str


def member_changes(
    sent: Collection[MemberPlace], known: Mapping[int, MemberPlace], present: Mapping[int, str]
) -> tuple[Sentence, ...]:
    """Say what differs from the day of sending.

    `known` is what the register says now of whom was sent, `present` names who is in the group now.
    """
    found: list[Sentence] = []
    for before in sent:
        names = {"person": before.full_name}
        now = known.get(before.person_id)
        if before.person_id not in present:
            found.append(Sentence(N_("%(person)s ya no está en el grupo."), names))
        if now is not None and now.centre_name != before.centre_name:
            places = names | {"before": before.centre_name, "after": now.centre_name}
            found.append(Sentence(N_("%(person)s vivía en %(before)s y ahora figura en %(after)s."), places))
        elif now is not None and now.household_id != before.household_id:
            found.append(Sentence(N_("%(person)s figura ahora en otro hogar."), names))
    ids = {before.person_id for before in sent}
    joined = (
        Sentence(N_("%(person)s entró al grupo después."), {"person": name})
        for person_id, name in present.items()
        if person_id not in ids
    )
    return (*found, *joined)
