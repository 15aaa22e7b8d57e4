"""What kind of answer each address gives: a page, unless it stands here. See test_access.py and test_matrix.py.

The portal sends no fragment of a page: every HTML answer is a whole page.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What an address answers with to whoever is let in."""

    PAGE = "page"
    FILE = "file"
    THUMBNAIL = "thumbnail"
    EXPORT = "export"
    API = "api"
    PART = "part of a page"


def _of(audience: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{audience}.{name}" for line in names for name in line.split())


TAKEN_AWAY = frozenset({Kind.FILE, Kind.THUMBNAIL, Kind.EXPORT})
"""The kinds that leave as a download under our own name."""
SHOWN_IN_PLACE = frozenset({"account.document_text_preview"})
"""A file that an administrator looks at while wording it."""
NOT_PAGES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.FILE: (
            *_of(
                "account",
                "document_text_preview",
            ),
            *_of(
                "applicant",
                "attachment filled_form member_request_receipt observation_file observation_letter",
                "observation_receipt receipt_file result_paper screening_letter",
            ),
            *_of(
                "juror",
                "visit_photo_file",
            ),
            *_of(
                "public",
                "call_bases call_form report_file verifier version_bases",
            ),
            *_of(
                "staff",
                "allocation_scenarios_pdf application_attachment",
                "award_paper award_scan document_file invitation_letter observation_file",
                "observation_letter observation_receipt paper_scan paper_slip person_request_letter",
                "person_request_receipt printing_archive printing_volume reliability_pdf reserve_letter",
                "screening_letter sheet_paper_scan sheet_papers_pdf visit_photo_file",
            ),
        ),
        Kind.THUMBNAIL: (
            *_of(
                "applicant",
                "attachment_preview",
            ),
            *_of(
                "juror",
                "visit_photo_preview",
            ),
            *_of(
                "staff",
                "application_attachment_preview visit_photo_preview",
            ),
        ),
        Kind.EXPORT: (
            *_of(
                "account",
                "emergencies_table",
            ),
            *_of(
                "applicant",
                "deeds_csv",
            ),
            *_of(
                "public",
                "call_rules report_grants report_table result_bundle result_csv version_rules",
            ),
            *_of(
                "staff",
                "allocation_csv allocation_scenarios_table amendment_notices_csv applications_file",
                "assignment_csv audit_csv centre_changes_csv centres_csv concentration_csv",
                "double_benefit_csv envelopes_csv evaluation_csv follow_ups_file hall_order_csv",
                "household_changes_csv invitations_csv late_codes_csv observations_csv papers_file",
                "person_changes_csv person_request_data person_requests_csv phones_csv promoters_csv",
                "questions_csv ranking_bundle ranking_csv registry_accesses_csv registry_codes_file",
                "registry_components_csv registry_conflicts_csv registry_duplicates_csv",
                "registry_export_take registry_file_moves registry_job_rejected registry_nuclei_csv",
                "registry_rule_moves reliability_table reserve_csv screening_csv second_scoring_file",
                "sheet_papers_csv territory_file ties_csv trial_csv undone_result",
            ),
        ),
        Kind.API: (
            *_of(
                "applicant",
                "add_piece autosave finish_upload upload",
            ),
            *_of(
                "juror",
                "phone_enrol phone_entries phone_package",
            ),
            *_of(
                "public",
                "alive metrics ready result_json stamp_keys void_documents",
            ),
            *_of(
                "staff",
                "printing_data contest_check contest_form_check contest_sheet_check",
                "registry_job_progress trial_progress_data",
            ),
        ),
        Kind.PART: (
            *_of(
                "account",
                "office_logo_file",
            ),
            "asset",
            "vendor_asset",
            *_of(
                "juror",
                "phone_worker",
            ),
            *_of(
                "public",
                "stamp_worker",
            ),
        ),
    }
)
KIND_OF: Mapping[str, Kind] = MappingProxyType(
    {one: kind for kind, ones in NOT_PAGES.items() for one in ones}
)


def kind_of(endpoint: str) -> Kind:
    return KIND_OF.get(endpoint, Kind.PAGE)


def leaves(endpoint: str) -> bool:
    """Tell whether what is answered is a download."""
    return kind_of(endpoint) in TAKEN_AWAY and endpoint not in SHOWN_IN_PLACE
