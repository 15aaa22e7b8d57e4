"""What is kept of people, in classes, and who sees each class. Sources: Law 29733, which counts income among
sensitive data; legal report 11-2019-JUS/DGTAIPD for what of a contest's files is public.

A class says how a page, a list or a paper shows a field to whom; a field in clear beyond that is asked for with a
reason (`registry/services/reveal_fields.py`) or leaves on the word of two (`registry/services/decide_export.py`).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class DataClass(StrEnum):
    """How much a field says of a person."""

    INTERNAL = "internal"
    NAME = "name"
    IDENTITY = "identity"
    SENSITIVE = "sensitive"
    KEY = "key"


class Reader(StrEnum):
    """Who looks."""

    PUBLIC = "public"
    GROUP = "group"
    PROMOTER = "promoter"
    JUROR = "juror"
    OFFICE = "office"
    AUDITOR = "auditor"
    ADMIN = "admin"


class View(StrEnum):
    """How a field of a class is shown. ON_REQUEST: masked, and in clear once, for a reason that stays on record."""

    NEVER = "never"
    MASKED = "masked"
    ON_REQUEST = "on_request"
    WHOLE = "whole"


VIEWS: Mapping[DataClass, Mapping[Reader, View]] = MappingProxyType(
    {
        DataClass.INTERNAL: {
            Reader.GROUP: View.WHOLE,
            Reader.PROMOTER: View.WHOLE,
            Reader.JUROR: View.WHOLE,
            Reader.OFFICE: View.WHOLE,
            Reader.AUDITOR: View.WHOLE,
        },
        DataClass.NAME: {
            Reader.GROUP: View.WHOLE,
            Reader.PROMOTER: View.WHOLE,
            Reader.OFFICE: View.WHOLE,
            Reader.AUDITOR: View.WHOLE,
        },
        DataClass.IDENTITY: {
            Reader.GROUP: View.MASKED,
            Reader.PROMOTER: View.MASKED,
            Reader.OFFICE: View.ON_REQUEST,
            Reader.AUDITOR: View.ON_REQUEST,
        },
        DataClass.SENSITIVE: {Reader.OFFICE: View.ON_REQUEST, Reader.AUDITOR: View.ON_REQUEST},
        DataClass.KEY: {},
    }
)
"""Whoever is not named sees nothing of the class. Jurors read members' names where they declare relatives alone."""

FIELDS: Mapping[str, DataClass] = MappingProxyType(
    {
        "application_member.dni": DataClass.IDENTITY,
        "application_member.full_name": DataClass.NAME,
        "application_version.content": DataClass.IDENTITY,
        "assignment_draw.witnesses": DataClass.NAME,
        "cancelled_draw.witnesses": DataClass.NAME,
        "component_record.trainer": DataClass.NAME,
        "confirmation.device": DataClass.INTERNAL,
        "document.data": DataClass.IDENTITY,
        "expense.supplier": DataClass.INTERNAL,
        "follow_up.bank": DataClass.IDENTITY,
        "follow_up.cci": DataClass.IDENTITY,
        "follow_up.holder": DataClass.NAME,
        "hall_session.draw_witnesses": DataClass.NAME,
        "household.language": DataClass.SENSITIVE,
        "household.latitude_e6": DataClass.IDENTITY,
        "household.longitude_e6": DataClass.IDENTITY,
        "household.sisfoh_class": DataClass.SENSITIVE,
        "household.sisfoh_classified_on": DataClass.SENSITIVE,
        "household.sisfoh_expires_on": DataClass.SENSITIVE,
        "joint_act.content": DataClass.IDENTITY,
        "juror.dni": DataClass.IDENTITY,
        "juror_invitation.dni": DataClass.IDENTITY,
        "member_code.salt": DataClass.KEY,
        "membership.evidence": DataClass.SENSITIVE,
        "noted_fact.value": DataClass.SENSITIVE,
        "open_session.device": DataClass.INTERNAL,
        "paper_member.dni": DataClass.IDENTITY,
        "person.birth_date": DataClass.IDENTITY,
        "person.dni": DataClass.IDENTITY,
        "person.given_names": DataClass.NAME,
        "person.kinship": DataClass.NAME,
        "person.maternal_surname": DataClass.NAME,
        "person.paternal_surname": DataClass.NAME,
        "person.sort_key": DataClass.NAME,
        "public_draw.witnesses": DataClass.NAME,
        "register_version.content": DataClass.SENSITIVE,
        "scoring_fact.evidence": DataClass.SENSITIVE,
        "sheet_typing.content": DataClass.INTERNAL,
        "source_conflict.held_value": DataClass.SENSITIVE,
        "source_conflict.other_value": DataClass.SENSITIVE,
        "source_page.content": DataClass.SENSITIVE,
        "tie_decision.evidence": DataClass.NAME,
        "undone_result.content": DataClass.INTERNAL,
        "user_account.email": DataClass.IDENTITY,
        "user_account.full_name": DataClass.NAME,
        "user_account.name_key": DataClass.NAME,
        "user_account.password_hash": DataClass.KEY,
    }
)
"""Each column that says something of a person, as `table.column`. Where a text holds several classes, the strictest."""


def view_of(data_class: DataClass, reader: Reader) -> View:
    """Tell how a class is shown to a reader."""
    return VIEWS[data_class].get(reader, View.NEVER)
