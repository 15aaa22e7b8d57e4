"""Registering and changing groups."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.group_queries import GroupView, group_view, groups_of
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.services.edit_group import edit_group
from contest_portal.applications.services.register_group import register_group
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.applying import Village
from tests.factories.registry import make_centre

RUC = "20512333797"


def test_a_registered_group_belongs_to_who_registered_it(village: Village) -> None:
    group = register_group(
        village.session, village.act(), name="Sumaq Kuy", centre_code="0903010099", ruc=RUC
    )

    assert groups_of(village.session, village.representative.id) == (
        GroupView(
            group_id=group.id,
            name="Sumaq Kuy",
            ruc=RUC,
            centre_code="0903010099",
            centre_name="Chahuarma",
            ubigeo="090301",
            district_name="Lircay",
            representative_id=village.representative.id,
            members=0,
            version=1,
        ),
    )


def test_registering_is_on_the_audit_chain_without_the_name(village: Village) -> None:
    group = register_group(village.session, village.act(), name="Sumaq Kuy", centre_code="0903010099")

    row = village.session.scalars(select(AuditRow)).one()
    assert (row.action, row.subject, row.data) == (
        "group.registered",
        f"group:{group.id}",
        '{"centre_code":"0903010099"}',
    )


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": ""}, "name", "group.name"),
        ({"centre_code": "9999999999"}, "centre_code", "group.unknown_centre"),
        ({"ruc": RUC}, "ruc", "group.ruc_taken"),
    ],
    ids=["no name", "no such centre", "RUC of another group"],
)
def test_a_bad_identity_is_refused_beside_its_field(
    village: Village, changes: dict[str, str], field: str, code: str
) -> None:
    register_group(village.session, village.act(), name="Otro", centre_code="0903010099", ruc=RUC)

    with pytest.raises(Refused) as refusal:
        register_group(
            village.session, village.act(), **{"name": "Sumaq Kuy", "centre_code": "0903010099", **changes}
        )

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [(field, code)]


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.JUROR, Role.ADMIN, Role.AUDITOR], ids=str)
def test_only_a_representative_registers_groups(village: Village, role: Role) -> None:
    user = make_user(village.session, role)

    with pytest.raises(NotPermitted):
        register_group(village.session, act_of(user, NOON), name="Sumaq Kuy", centre_code="0903010099")


def edit(village: Village, group: ProducerGroup, **changes: object) -> ProducerGroup:
    given = {
        "group_id": group.id,
        "expected_version": group.version,
        "name": group.name,
        "centre_code": group.centre_code,
        "ruc": group.ruc,
        **changes,
    }
    return edit_group(village.session, village.act(), **given)


def test_a_group_can_be_renamed_and_moved(village: Village) -> None:
    make_centre(village.session, "0903010077", name="Pampa")
    group = village.group()

    edit(village, group, name="La Todinita Puyqueña", centre_code="0903010077", ruc=RUC)

    view = group_view(village.session, group.id)
    assert (view.name, view.centre_name, view.ruc, view.version) == ("La Todinita Puyqueña", "Pampa", RUC, 2)


def test_a_group_keeps_its_own_ruc(village: Village) -> None:
    group = register_group(village.session, village.act(), name="Uno", centre_code="0903010099", ruc=RUC)

    assert edit(village, group, name="Dos").ruc == RUC


def test_a_stale_edit_overwrites_nothing(village: Village) -> None:
    group = village.group()

    with pytest.raises(Stale):
        edit(village, group, expected_version=group.version - 1, name="Otro nombre")

    assert group_view(village.session, group.id).name == "Sumaq Kuy"


def test_a_group_of_somebody_else_does_not_exist(village: Village) -> None:
    group = village.group()
    stranger = make_user(village.session, Role.REPRESENTATIVE)

    with pytest.raises(NotFound):
        edit_group(
            village.session,
            act_of(stranger, NOON),
            group_id=group.id,
            expected_version=1,
            name="Mío",
            centre_code=group.centre_code,
            ruc=None,
        )


def test_representatives_see_their_own_groups_alone(village: Village, session: Session) -> None:
    village.group()
    stranger = make_user(session, Role.REPRESENTATIVE)

    assert groups_of(session, stranger.id) == ()
