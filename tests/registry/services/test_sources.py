"""Writing sources down: what is safe to keep, who is believed, and nobody overwrites anybody."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.models.sources import FILES, NOTED, RegistrySource
from contest_portal.registry.queries.sources import source_by_code
from contest_portal.registry.services.add_source import add_source
from contest_portal.registry.services.edit_source import edit_source
from tests.factories.registry_files import AT, STAFF
from tests.factories.sources import VARIABLE, make_run, make_source

GOOD: dict[str, object] = {
    "code": "sisfoh",
    "name": "Padrón general",
    "base_address": "https://padron.example",
    "token_variable": VARIABLE,
    "precedence": 10,
}
EDITED: dict[str, object] = {
    "name": "Padrón nuevo",
    "base_address": "https://padron.example",
    "token_variable": VARIABLE,
    "precedence": 20,
    "is_active": False,
}


def as_role(role: Role) -> Act:
    return Act(Actor(user_id=None, grants=frozenset({Grant(role)})), AT)


def problems_of(refusal: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_files_are_a_source_from_the_start(session: Session) -> None:
    files = source_by_code(session, FILES)

    assert (files.kind, files.base_address, files.precedence, files.is_active) == ("files", None, 50, True)


def test_a_source_is_kept_and_noted_without_its_variable(session: Session) -> None:
    source = add_source(session, STAFF, **GOOD)  # type: ignore[arg-type]

    row = session.scalars(select(AuditRow).where(AuditRow.action == "source.added")).one()
    assert (source.kind, source.is_active, source.last_complete_at, source.watermark) == (
        "http",
        True,
        None,
        None,
    )
    assert row.subject == f"registry_source:{source.id}"
    assert row.data == '{"base_address":"https://padron.example","code":"sisfoh","precedence":10}'


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"code": "SISFOH"}, [("code", "source.code")]),
        ({"code": FILES}, [("code", "source.code_taken")]),
        ({"code": NOTED}, [("code", "source.code_taken")]),
        ({"name": ""}, [("name", "source.name")]),
        ({"base_address": "http://padron.example"}, [("base_address", "source.address")]),
        ({"token_variable": "SECRET_KEY"}, [("token_variable", "source.variable")]),
        ({"precedence": 0}, [("precedence", "source.precedence")]),
        ({"precedence": 50}, [("precedence", "source.precedence_taken")]),
        (
            {"code": "", "name": "", "base_address": "", "token_variable": "", "precedence": 100},
            [
                ("code", "source.code"),
                ("name", "source.name"),
                ("base_address", "source.address"),
                ("token_variable", "source.variable"),
                ("precedence", "source.precedence"),
            ],
        ),
    ],
)
def test_what_is_not_safe_or_not_clear_is_refused(
    session: Session, changes: dict[str, object], problems: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refused) as refusal:
        add_source(session, STAFF, **{**GOOD, **changes})  # type: ignore[arg-type]

    assert problems_of(refusal) == problems


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN, Role.REPRESENTATIVE])
def test_only_staff_write_sources_down(session: Session, role: Role) -> None:
    source = make_source(session)

    with pytest.raises(NotPermitted):
        add_source(session, as_role(role), **GOOD)  # type: ignore[arg-type]
    with pytest.raises(NotPermitted):
        edit_source(session, as_role(role), source_id=source.id, expected_version=1, **EDITED)  # type: ignore[arg-type]


def edited(session: Session, source: RegistrySource, **changes: object) -> RegistrySource:
    values = {**EDITED, **changes}
    return edit_source(session, STAFF, source_id=source.id, expected_version=source.version, **values)  # type: ignore[arg-type]


def test_a_source_is_corrected(session: Session) -> None:
    source = edited(session, make_source(session))

    assert (source.name, source.precedence, source.is_active, source.version) == (
        "Padrón nuevo",
        20,
        False,
        2,
    )


def test_a_stale_correction_is_a_conflict(session: Session) -> None:
    source = make_source(session)
    edited(session, source)

    with pytest.raises(Stale):
        edit_source(session, STAFF, source_id=source.id, expected_version=1, **EDITED)  # type: ignore[arg-type]


def test_the_place_of_another_source_is_refused_and_ones_own_is_not(session: Session) -> None:
    source = make_source(session, precedence=10)
    edited(session, source, precedence=10)

    with pytest.raises(Refused) as refusal:
        edited(session, source, precedence=50)

    assert problems_of(refusal) == [("precedence", "source.precedence_taken")]
    assert "«Archivos importados»" in refusal.value.problems[0].text


def test_another_address_starts_from_nothing_known(session: Session) -> None:
    source = make_source(session)
    source.last_complete_at, source.watermark = AT, "r7"
    session.flush()

    edited(session, source, base_address="https://padron.example")
    kept = source.watermark
    edited(session, source, base_address="https://otro.example")

    assert (kept, source.watermark, source.last_complete_at) == ("r7", None, AT)


def test_an_address_stays_while_its_pages_are_coming(session: Session) -> None:
    source = make_source(session)
    make_run(session, source)

    edited(session, source)
    with pytest.raises(Refused) as refusal:
        edited(session, source, base_address="https://otro.example")

    assert problems_of(refusal) == [("base_address", "source.run_under_way")]


def test_files_have_a_place_but_no_address(session: Session) -> None:
    files = source_by_code(session, FILES)

    edited(session, files, base_address=None, token_variable=None, precedence=5)

    assert (files.precedence, files.base_address, files.is_active) == (5, None, True)


def test_an_unknown_source_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        edit_source(session, STAFF, source_id=999, expected_version=1, **EDITED)  # type: ignore[arg-type]
