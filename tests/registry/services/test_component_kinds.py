"""The catalogue of kinds: seeded once, then rows that staff add, rename, retire and bring back."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.models.components import ComponentKind
from contest_portal.registry.queries.components import component_kind, component_kinds
from contest_portal.registry.rules.components import KindWords, kind_problems
from contest_portal.registry.services.create_component_kind import create_component_kind
from contest_portal.registry.services.edit_component_kind import edit_component_kind
from contest_portal.registry.services.restore_component_kind import restore_component_kind
from contest_portal.registry.services.retire_component_kind import retire_component_kind
from tests.factories.accounts import act_of, make_user
from tests.factories.components import kind_of, make_record
from tests.factories.registry import make_centre, make_district, make_household
from tests.factories.registry_files import AT, STAFF

TROUT = KindWords("Estanque de truchas", "crían truchas", "truchas")


def last_audit(session: Session) -> tuple[str, str, str]:
    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    return row.action, row.subject, row.data


def test_the_catalogue_begins_with_kinds_of_three_components(session: Session) -> None:
    kinds = component_kinds(session)

    assert [(kind.component, kind.name) for kind in kinds] == [
        ("production", "Abono orgánico"),
        ("production", "Cultivos de selva"),
        ("production", "Gallinas"),
        ("production", "Granos, menestras y tubérculos"),
        ("production", "Huerto a campo abierto"),
        ("production", "Huerto en invernadero"),
        ("production", "Módulo de cuyes"),
        ("production", "Módulo hidropónico"),
        ("production", "Pastos sembrados"),
        ("production", "Riego por aspersión"),
        ("dwelling", "Agua segura"),
        ("dwelling", "Cocina mejorada"),
        ("dwelling", "Cocina ordenada"),
        ("dwelling", "Residuos sólidos"),
        ("finance", "Ahorro"),
        ("finance", "Grupo de educación financiera"),
    ]
    assert all(
        kind.is_active and not kind_problems(KindWords(kind.name, kind.phrase, kind.unit)) for kind in kinds
    )


def test_what_the_catalogue_begins_with_is_sorted_as_if_it_had_been_typed(session: Session) -> None:
    rows = session.scalars(select(ComponentKind).order_by(ComponentKind.id)).all()

    assert [row.sort_key for row in rows] == [sort_key(row.name) for row in rows]


def test_a_kind_is_added_with_a_code_from_its_name(session: Session) -> None:
    kind = create_component_kind(session, STAFF, component="production", words=TROUT)

    assert (kind.code, kind.name, kind.phrase, kind.unit, kind.is_active) == (
        "estanque-de-truchas",
        "Estanque de truchas",
        "crían truchas",
        "truchas",
        True,
    )
    assert last_audit(session) == (
        "component_kind.created",
        f"component_kind:{kind.id}",
        canonical_json({"code": "estanque-de-truchas", "component": "production", "unit": "truchas"}),
    )


def test_an_empty_unit_is_none(session: Session) -> None:
    kind = create_component_kind(
        session, STAFF, component="dwelling", words=KindWords("Piso de cemento", "tienen piso", "  ")
    )

    assert kind.unit is None


@pytest.mark.parametrize(
    ("component", "words", "codes"),
    [
        ("business", TROUT, ["component_kind.component"]),
        (
            "",
            KindWords("", "", None),
            ["component_kind.component", "component_kind.name", "component_kind.phrase"],
        ),
        ("production", KindWords("MODULO DE CUYES", "crían", None), ["component_kind.taken"]),
        ("production", KindWords("Cuyes", "crían", None), ["component_kind.taken"]),
    ],
    ids=["of business", "nothing said", "same name", "same code"],
)
def test_a_kind_that_cannot_be_is_refused(
    session: Session, component: str, words: KindWords, codes: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        create_component_kind(session, STAFF, component=component, words=words)

    assert [problem.code for problem in refusal.value.problems] == codes


def test_a_kind_is_renamed_and_keeps_its_code(session: Session) -> None:
    kind = kind_of(session, "gallinas")

    edit_component_kind(
        session,
        STAFF,
        kind_id=kind.id,
        expected_version=1,
        words=KindWords("Gallinas ponedoras", "crían gallinas ponedoras", "aves"),
    )

    line = component_kind(session, kind.id)
    assert (line.code, line.name, line.phrase, line.unit, line.version) == (
        "gallinas",
        "Gallinas ponedoras",
        "crían gallinas ponedoras",
        "aves",
        2,
    )
    assert kind.sort_key == "gallinas ponedoras"
    assert last_audit(session)[2] == canonical_json(
        {"name": "Gallinas ponedoras", "unit": "aves", "before": {"name": "Gallinas", "unit": "gallinas"}}
    )


def test_a_kind_may_be_saved_unchanged_and_not_from_an_old_page(session: Session) -> None:
    kind = kind_of(session)
    words = KindWords(kind.name, "crían cuyes mejorados", kind.unit)

    edit_component_kind(session, STAFF, kind_id=kind.id, expected_version=1, words=words)

    with pytest.raises(Stale):
        edit_component_kind(session, STAFF, kind_id=kind.id, expected_version=1, words=words)


def test_a_unit_in_which_something_was_counted_stays(session: Session) -> None:
    make_district(session)
    record = make_record(session, make_household(session, make_centre(session)))
    record.quantity = 12
    session.flush()
    kind = kind_of(session)

    with pytest.raises(Refused) as refusal:
        edit_component_kind(
            session,
            STAFF,
            kind_id=kind.id,
            expected_version=1,
            words=KindWords(kind.name, kind.phrase, "jaulas"),
        )

    assert [problem.code for problem in refusal.value.problems] == ["component_kind.unit_in_use"]


def test_a_kind_is_retired_once_and_brought_back_once(session: Session) -> None:
    kind = kind_of(session, "pastos")

    retire_component_kind(session, STAFF, kind_id=kind.id)
    retire_component_kind(session, STAFF, kind_id=kind.id)
    was_active = kind.is_active
    restore_component_kind(session, STAFF, kind_id=kind.id)
    restore_component_kind(session, STAFF, kind_id=kind.id)

    actions = session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
    assert (was_active, kind.is_active, actions) == (
        False,
        True,
        ["component_kind.retired", "component_kind.restored"],
    )


DEEDS: dict[str, Callable[[Session, Act], object]] = {
    "edit": lambda s, act: edit_component_kind(s, act, kind_id=999, expected_version=1, words=TROUT),
    "retire": lambda s, act: retire_component_kind(s, act, kind_id=999),
    "restore": lambda s, act: restore_component_kind(s, act, kind_id=999),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_an_unknown_kind_is_not_found(session: Session, deed: Callable[[Session, Act], object]) -> None:
    with pytest.raises(NotFound):
        deed(session, STAFF)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN])
def test_only_staff_keep_the_catalogue(session: Session, role: Role) -> None:
    act = act_of(make_user(session, role), AT)

    for deed in DEEDS.values():
        with pytest.raises(NotPermitted):
            deed(session, act)
    with pytest.raises(NotPermitted):
        create_component_kind(session, act, component="production", words=TROUT)


def test_reading_an_unknown_kind_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        component_kind(session, 999)
