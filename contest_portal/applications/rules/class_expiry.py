"""A SISFOH class that ended before the contest opened: told of the household, never which class or which day."""

from contest_portal.applications.rules.eligibility_facts import GroupFacts, MemberFacts
from contest_portal.kernel.problems import N_, Problem


def class_is_valid(member: MemberFacts, facts: GroupFacts) -> Problem | None:
    """Object to a household whose SISFOH class expired before the contest opens; its class itself is not told."""
    if member.class_expires_on is None or member.class_expires_on >= facts.opens_on:
        return None
    return Problem(
        "member.class_expired",
        field="members",
        message=N_(
            "La clasificación SISFOH del hogar de %(person)s venció antes de que abriera el concurso. Pida a la "
            "municipalidad la vigente y avise a la oficina del programa."
        ),
        params={"person": member.full_name},
    )
