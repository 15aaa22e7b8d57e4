"""What applications know of the register's households."""

from sqlalchemy import Select, select

from contest_portal.applications.models import GroupMember
from contest_portal.registry.models.register import Person


def households_in_groups() -> Select[int]:
    """Ask for the ids of households with a present member of a group, as a condition for lists of households."""
    return (
        select(Person.household_id)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.left_at.is_(None))
    )
