"""What the forms of the portal are sent by the walk through all doors: texts of a letter too many, fields twice."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any

from flask import request
from sqlalchemy import text
from werkzeug.test import TestResponse
from wtforms import MultipleFileField, SelectMultipleField
from wtforms.form import BaseForm

from contest_portal.tables import METADATA
from contest_portal.web.shared.fields import BoundedField
from contest_portal.web.shared.limits import limiter
from tests.architecture.access_kinds import Kind, kind_of
from tests.architecture.access_looks import FAILING, whole
from tests.architecture.access_people import EVERYONE
from tests.architecture.access_table import TABLE
from tests.architecture.access_walk import Place, Walk, address_of
from tests.architecture.canaries import (
    DNI,
    LEAST_TRUSTED,
    MARKUP,
    NAME,
    SEES_NAMES,
    SENSITIVE,
    TYPED,
)
from tests.architecture.validation import fields_of, form_classes

WITHOUT_WORDS = {
    "account.own_sessions": 422,
    "staff.award_annul_confirm": 409,
    "staff.calibration": 422,
    "staff.contest_check": 200,
    "staff.contest_form_check": 200,
    "staff.contest_form_part": 422,
    "staff.contest_sheet_check": 200,
    "staff.document_void": 409,
    "staff.envelopes": 422,
    "staff.late_code_give": 409,
    "staff.registry_accesses_csv": 200,
    "staff.registry_ne_centres": 422,
    "staff.reopening_confirm": 409,
}
"""Nothing is kept of what these are sent, and not each field is shown: an act whose time is over, a check while one
writes, a list to narrow, a part of a form without the fields of others, a form beside another on its page."""
SAID_TWICE = "llegó dos veces"
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_CONTROL = re.compile(
    r'<(?:input|select|textarea)\b(?![^>]*type="(?:radio|submit|button)")[^>]*\sname="([^"]*)"'
)
ROOM_OF_ANOTHER = {
    "hall_session.draw_witnesses": "public_draw.witnesses",
    "interest.reason": "undone_result.reason",
    "legal_hold.reason": "retention_run.reason",
    "screening_finding.text": "defect.text",
}
"""Columns that the field of another, with as much room, is kept in; and a field that is made for each group."""
BROUGHT_IN = {"area.name", "centre.name"}
"""Not typed: read from the files of the register, which have limits of their own."""


@contextmanager
def noting_texts(place: Place) -> Iterator[None]:
    """Note the texts of the forms that each address reads, with the letters that each may have."""
    process = BaseForm.process

    def noting(form: BaseForm, *given: Any, **named: Any) -> None:
        process(form, *given, **named)
        found = {one.name: one.letters for one in form if isinstance(one, BoundedField)}
        if request.method == "POST":
            place.texts.setdefault(str(request.endpoint), {}).update(found)

    BaseForm.process = noting  # type: ignore[method-assign]
    yield
    BaseForm.process = process  # type: ignore[method-assign]


def unnamed_texts(walk: Walk) -> dict[str, int]:
    """Send each form with texts that are too long; give what was answered where not each of them is named."""
    found = {}
    for endpoint, row in TABLE.items():
        if row.post is None:
            continue
        walk.look(endpoint, who_may(endpoint), "POST")
        texts = walk.place.texts.get(endpoint, {})
        sent = {name: "x" * (most + 1 + at) for at, (name, most) in enumerate(texts.items())}
        answer = post(walk.place, endpoint, data=sent) if sent else None
        if answer and not all(
            f"Escriba {most} letras como máximo: hay {len(sent[name])}." in answer.text
            for name, most in texts.items()
        ):
            found[endpoint] = answer.status_code
    return found


def who_may(endpoint: str) -> str:
    """Name the least trusted of those who may act at an address."""
    return min(TABLE[endpoint].post or EVERYONE - {"visitor"}, key=LEAST_TRUSTED.index)


def post(place: Place, endpoint: str, *, is_undone: bool = True, **sent: Any) -> TestResponse:
    """Send a form as the least trusted who may; what that changes is undone, unless somebody looks at it first."""
    undone = place.connection.begin_nested()
    limiter.reset()
    answer = place.client(who_may(endpoint)).post(address_of(place, endpoint), **sent)
    if is_undone:
        undone.rollback()
    else:
        undone.commit()
    return answer


def read_two_ways(walk: Walk) -> dict[str, int]:
    """Send each form a field twice, or one in body and address, in turns; give the addresses that read it, and how.

    The frame asks before it knows who sends it, so a visitor sends them all.
    """
    found, visitor = {}, walk.place.client("visitor")
    ways = cycle(({"data": {"step": ["1", "2"]}}, {"data": {"step": "1"}, "query_string": {"step": "2"}}))
    for endpoint in (name for name, row in TABLE.items() if row.post is not None):
        answer = visitor.post(address_of(walk.place, endpoint), **next(ways))
        if answer.status_code != 422 or SAID_TWICE not in answer.text:
            found[endpoint] = answer.status_code
    return found


def repeated_in_pages(walk: Walk) -> set[tuple[str, str]]:
    """Give the address and name of each field that a page's own form would send twice."""
    looks = {
        name: walk.look(name, min(row.get, key=LEAST_TRUSTED.index)) for name, row in TABLE.items() if row.get
    }
    return {
        (endpoint, name)
        for endpoint, look in looks.items()
        for form in _FORM.findall(look.words)
        for name, times in Counter(_CONTROL.findall(form)).items()
        if times > 1
    }


def names_of_several() -> set[str]:
    """Give the names of the fields of all forms that hold several answers."""
    kinds = SelectMultipleField, MultipleFileField
    return {
        str(field.name or name)
        for form in form_classes()
        for name, field in fields_of(form)
        if issubclass(field.field_class, kinds)
    }


def columns_without_a_field() -> set[str]:
    """Give the columns of typed words with a greatest length, but for those whose room a field asks for."""
    asked = {str(field.kwargs.get("column")) for form in form_classes() for _, field in fields_of(form)}
    limited = {
        f"{table}.{column}"
        for table, columns in TYPED.items()
        for column in columns.split()
        if getattr(METADATA.tables[table].c[column].type, "length", None)
    }
    return limited - asked


def keys_by_address(walk: Walk) -> dict[str, set[str]]:
    """Give the keys of each answer of JSON, in every form in which somebody is given it."""
    found = {
        endpoint: {walk.look(endpoint, who, method).keys for who in people}
        for endpoint, row in TABLE.items()
        for method, people in (("GET", row.get), ("POST", row.post))
        if people and kind_of(endpoint) in {Kind.API, Kind.EXPORT}
    }
    return {endpoint: keys for endpoint, keys in found.items() if keys != {""}}


def tried_while_failing(place: Place, what: str) -> tuple[dict[str, tuple[int, int]], bool]:
    """Act, and again while something fails; give both answers, and whether a row of any table is another after it."""
    breaking, mending, acts = FAILING[what]
    sound = {one: post(place, one).status_code for one in acts}
    undone, before = place.connection.begin_nested(), whole(place)
    for statement in breaking:
        place.connection.execute(text(statement))
    statuses = {one: (sound[one], post(place, one, is_undone=False).status_code) for one in acts}
    for statement in mending:
        place.connection.execute(text(statement))
    changed = whole(place) != before
    undone.rollback()
    return statuses, changed


def columns_without_markup(place: Place) -> set[str]:
    """Give the columns of typed words in which no markup was planted."""
    return {
        f"{table}.{column}"
        for table, columns in TYPED.items()
        for column in columns.split()
        if not place.connection.scalar(
            text(f"SELECT count(*) FROM {table} WHERE {column} LIKE '=%{MARKUP}'")  # noqa: S608
        )
    }


def told_by_files(walk: Walk) -> dict[str, set[str]]:
    """Give what the files that acts hand out tell the least trusted of those who may have them."""
    found: dict[str, set[str]] = {"files": set(), "dni": set(), "sensitive": set(), "named to others": set()}
    for endpoint in (name for name, row in TABLE.items() if row.post):
        look = walk.look(endpoint, who_may(endpoint), "POST")
        if look.taken_away:
            is_named = NAME in look.words and who_may(endpoint) not in SEES_NAMES
            found["files"].add(endpoint)
            found["dni"] |= {endpoint} if DNI.search(look.words) else set()
            found["sensitive"] |= {endpoint} if SENSITIVE.search(look.words) else set()
            found["named to others"] |= {endpoint} if is_named else set()
    return found
