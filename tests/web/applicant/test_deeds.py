"""Who did what for a group, as a page and as a spreadsheet: in words, and for the group alone."""

import csv

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.kernel.audit import record
from tests.conftest import NOON
from tests.factories.accounts import make_user
from tests.factories.applying import Village
from tests.factories.promoters import make_promotion
from tests.page_client import PageClient

Row = list[str]


@pytest.fixture
def draft(village: Village) -> Application:
    return village.draft()


def note(session: Session, who: User | None, action: str, subject: str, **data: str) -> None:
    actor_id = None if who is None else who.id
    record(session, at=NOON, actor_id=actor_id, action=action, subject=subject, data=data or None)
    session.commit()


def rows(client: PageClient, group_id: int) -> list[Row]:
    text = client.get(f"/grupo/grupos/{group_id}/quien-hizo-que.csv").text.lstrip("\ufeff")
    return list(csv.reader(text.splitlines()))


@pytest.mark.parametrize(
    ("section", "place"),
    [
        ("goods", "Bienes por comprar · "),
        ("choice", "El negocio · "),
        ("s1", "Preguntas propias del concurso · "),
        (None, ""),
    ],
)
def test_a_part_is_named_with_its_contest(
    representative: PageClient, village: Village, draft: Application, section: str | None, place: str
) -> None:
    data = {} if section is None else {"section": section}
    note(
        village.session,
        village.representative,
        "application.section_saved",
        f"application:{draft.id}",
        **data,
    )

    header, row = rows(representative, draft.group_id)

    assert header == ["Cuándo", "Quién", "Como", "Qué hizo", "Dónde"]
    assert row[:3] == ["23/11/2026 12:00", village.representative.full_name, "Representante"]
    assert row[4] == f"{place}{village.contest.title}"


def test_what_has_no_name_and_no_place_is_a_dash(
    representative: PageClient, village: Village, draft: Application
) -> None:
    note(village.session, None, "group.of_the_past", f"group:{draft.group_id}")

    assert rows(representative, draft.group_id)[1:] == [
        ["23/11/2026 12:00", "—", "Oficina", "group.of_the_past", "—"]
    ]


@pytest.mark.parametrize("page", ["quien-hizo-que", "quien-hizo-que.csv"])
@pytest.mark.parametrize(
    ("role", "is_promoter", "status"),
    [
        (Role.PROMOTER, True, 200),
        (Role.PROMOTER, False, 404),
        (Role.REPRESENTATIVE, False, 404),
        (Role.STAFF, False, 403),
    ],
    ids=["its promoter", "another promoter", "another group", "office"],
)
def test_it_is_read_by_who_files_for_the_group(
    client: PageClient, village: Village, draft: Application, page: str, role: Role, status: int, *,
    is_promoter: bool,
) -> None:  # fmt: skip
    reader = make_user(village.session, role)
    if is_promoter:
        make_promotion(village.session, reader, draft.group_id)
    village.session.commit()

    answer = client.sign_in(reader.id).get(f"/grupo/grupos/{draft.group_id}/{page}")

    assert answer.status_code == status
