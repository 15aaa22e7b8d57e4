"""Every table of the house, imported once so that the metadata is whole (migrations and tests ask for it)."""

from contest_portal.accounts import checkpoint_models as checkpoints
from contest_portal.accounts import joint_models as joint_acts
from contest_portal.accounts import models as accounts
from contest_portal.allocation import models as allocation
from contest_portal.allocation import move_models as envelope_moves
from contest_portal.allocation import reserve_models as reserve_calls
from contest_portal.applications import amendment_notice_models as amendment_notices
from contest_portal.applications import benefit_models as benefits
from contest_portal.applications import confirmation_models as confirmations
from contest_portal.applications import imported_models as imported_groups
from contest_portal.applications import late_code_models as late_codes
from contest_portal.applications import models as applications
from contest_portal.applications import newcomer_models as newcomers
from contest_portal.applications import paper_models as papers
from contest_portal.applications import promoter_models as promoters
from contest_portal.applications import quarantine_models as quarantine
from contest_portal.applications import question_group_models as question_groups
from contest_portal.applications import screening_models as screenings
from contest_portal.awards import follow_up_models as follow_ups
from contest_portal.awards import observation_models as observations
from contest_portal.awards import release_models as releases
from contest_portal.awards import reopening_models as reopenings
from contest_portal.contests import amendment_models as amendments
from contest_portal.contests import models as contests
from contest_portal.contests import question_models as questions
from contest_portal.documents import models as documents
from contest_portal.jury import absence_models as absences
from contest_portal.jury import assignment_models as assignments
from contest_portal.jury import invitation_models as invitations
from contest_portal.jury import models as jury
from contest_portal.jury import session_models as hall_sessions
from contest_portal.jury import tie_models as ties
from contest_portal.kernel import audit
from contest_portal.kernel.database import Base
from contest_portal.privacy import models as privacy
from contest_portal.publication import bundle_models as imported_bundles
from contest_portal.publication import withheld_models as withheld_reasons
from contest_portal.registry.models import accesses as access
from contest_portal.registry.models import components as components
from contest_portal.registry.models import consents as consents
from contest_portal.registry.models import duplicates as duplicates
from contest_portal.registry.models import exports as registry_exports
from contest_portal.registry.models import jobs as import_jobs
from contest_portal.registry.models import lives as lives
from contest_portal.registry.models import memberships as memberships
from contest_portal.registry.models import nuclei as nuclei
from contest_portal.registry.models import person_requests as person_requests
from contest_portal.registry.models import privacy_terms as privacy_terms
from contest_portal.registry.models import register as registry
from contest_portal.registry.models import sources as registry_sources
from contest_portal.registry.models import territory as territory
from contest_portal.scoring import calibration_models as calibrations
from contest_portal.scoring import draw_models as cancelled_draws
from contest_portal.scoring import fact_models as scoring_facts
from contest_portal.scoring import imported_models as imported_attendance
from contest_portal.scoring import models as scoring
from contest_portal.scoring import paper_models as sheet_papers
from contest_portal.scoring import phone_models as scoring_phones
from contest_portal.scoring import reminder_models as reminders
from contest_portal.scoring import rest_models as sheet_rests
from contest_portal.scoring import second_models as second_scorings
from contest_portal.scoring import version_models as sheet_versions
from contest_portal.scoring import visit_models as visits

STAGES = (
    audit,
    accounts,
    checkpoints,
    joint_acts,
    documents,
    registry,
    territory,
    access,
    registry_exports,
    import_jobs,
    registry_sources,
    nuclei,
    components,
    memberships,
    consents,
    person_requests,
    privacy_terms,
    privacy,
    withheld_reasons,
    lives,
    duplicates,
    contests,
    amendments,
    questions,
    applications,
    quarantine,
    amendment_notices,
    papers,
    newcomers,
    question_groups,
    screenings,
    late_codes,
    benefits,
    promoters,
    confirmations,
    jury,
    absences,
    assignments,
    invitations,
    ties,
    hall_sessions,
    scoring,
    sheet_papers,
    cancelled_draws,
    scoring_facts,
    reminders,
    visits,
    scoring_phones,
    sheet_versions,
    sheet_rests,
    calibrations,
    second_scorings,
    allocation,
    envelope_moves,
    reserve_calls,
    follow_ups,
    imported_groups,
    imported_attendance,
    imported_bundles,
    releases,
    observations,
    reopenings,
)

METADATA = Base.metadata
"""Every table: whole once this module is imported."""

KEEPS_ITSELF = ("person_words", "ix_person_words", "ix_household_code_start")
"""What finding rests on: made by a migration in each database's own way, kept in step by triggers and indexes."""


def is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """Tell whether the models answer for a table or an index; for Alembic's `include_name`."""
    return name is None or not name.startswith(KEEPS_ITSELF)
