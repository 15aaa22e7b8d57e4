"""A new version of the rule: kept for ever, applied to every centre, refused when it is impossible or stale."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import NotPermitted, Refused, Stale
from contest_portal.registry.models.register import CentreTargeting, TargetingRule
from contest_portal.registry.rules.targeting import Thresholds
from contest_portal.registry.services.set_targeting_rule import set_targeting_rule
from contest_portal.registry.targeting import preview_rule, refresh_targeting, rule_in_force
from tests.factories.accounts import act_of, make_user
from tests.factories.registry_files import AT, STAFF, import_territory

STRICTER = Thresholds(min_households=90, poverty_above_e4=400_000)
LOOSER = Thresholds(min_households=40, poverty_above_e4=300_000)


def set_rule(
    session: Session, thresholds: Thresholds = STRICTER, source: str = "Resolución 12-2026"
) -> TargetingRule:
    current = rule_in_force(session)
    return set_targeting_rule(
        session, STAFF, thresholds=thresholds, source=source, expected_rule_id=current.id if current else None
    )


def standings(session: Session) -> list[tuple[str, int, str]]:
    rows = session.scalars(
        select(CentreTargeting)
        .order_by(CentreTargeting.centre_code)
        .execution_options(populate_existing=True)
    )
    return [(row.centre_code, row.rule_id, row.status) for row in rows]


def test_a_new_version_is_in_force_and_the_old_one_stays(session: Session) -> None:
    import_territory(session)

    rule = set_rule(session)

    versions = session.scalars(select(TargetingRule).order_by(TargetingRule.id)).all()
    assert [(v.min_households, v.poverty_above_e4, v.source) for v in versions] == [
        (40, 400_000, "Directiva N.° 006-2012-MIDIS"),
        (90, 400_000, "Resolución 12-2026"),
    ]
    assert (rule_in_force(session), rule.created_at) == (rule, AT)


def test_every_centre_is_assessed_under_the_new_version(session: Session) -> None:
    import_territory(session)

    rule = set_rule(session)

    assert standings(session) == [
        ("0903010001", rule.id, "not_targeted"),
        ("0903010099", rule.id, "not_targeted"),
        ("0903020004", rule.id, "no_data"),
    ]


def test_the_change_is_on_record_with_its_document(session: Session) -> None:
    staff = make_user(session, Role.STAFF)

    rule = set_targeting_rule(
        session, act_of(staff, AT), thresholds=LOOSER, source="Resolución 12-2026", expected_rule_id=None
    )

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject, row.actor_id) == (
        "targeting_rule.set",
        f"targeting_rule:{rule.id}",
        staff.id,
    )
    assert row.data == canonical_json(
        {"min_households": 40, "poverty_above_e4": 300_000, "source": "Resolución 12-2026"}
    )


@pytest.mark.parametrize(
    ("thresholds", "source", "codes"),
    [
        (Thresholds(0, 400_000), "Resolución", ["targeting.min_households"]),
        (Thresholds(40, 1_000_001), "", ["targeting.poverty_above", "targeting.source"]),
        (Thresholds(), "Directiva N.° 006-2012-MIDIS", ["targeting.unchanged"]),
    ],
)
def test_what_makes_no_sense_is_refused(
    session: Session, thresholds: Thresholds, source: str, codes: list[str]
) -> None:
    import_territory(session)

    with pytest.raises(Refused) as refusal:
        set_rule(session, thresholds, source)

    assert [problem.code for problem in refusal.value.problems] == codes


def test_somebody_elses_version_is_not_overwritten(session: Session) -> None:
    import_territory(session)
    set_rule(session)

    with pytest.raises(Stale):
        set_targeting_rule(session, STAFF, thresholds=LOOSER, source="Otra", expected_rule_id=None)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN])
def test_only_staff_set_the_rule(session: Session, role: Role) -> None:
    with pytest.raises(NotPermitted):
        set_targeting_rule(
            session,
            act_of(make_user(session, role), AT),
            thresholds=LOOSER,
            source="Resolución",
            expected_rule_id=None,
        )


def test_a_preview_counts_what_would_change_and_writes_nothing(session: Session) -> None:
    import_territory(session)
    before = standings(session)

    change = preview_rule(session, STRICTER)

    assert [(row.status, row.before, row.after) for row in change.rows] == [
        ("targeted", 1, 0),
        ("not_targeted", 1, 2),
        ("no_data", 1, 1),
    ]
    assert (change.enters, change.leaves, standings(session)) == (0, 1, before)
    assert [(move.centre_code, move.before, move.after.status) for move in change.moves] == [
        ("0903010099", "targeted", "not_targeted")
    ]


def test_a_preview_equals_what_then_happens(session: Session) -> None:
    import_territory(session)
    change = preview_rule(session, LOOSER)

    set_rule(session, LOOSER)

    statuses = [status for _, _, status in standings(session)]
    assert {row.status: row.after for row in change.rows} == {
        status: statuses.count(status) for status in ("targeted", "not_targeted", "no_data")
    }


def test_assessing_again_with_nothing_new_writes_nothing(session: Session) -> None:
    import_territory(session)
    rule = rule_in_force(session)
    assert rule is not None

    assert refresh_targeting(session, rule) == 0
