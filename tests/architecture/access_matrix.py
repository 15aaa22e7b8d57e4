"""What each of the nine roles may do, by families of addresses: what the table of every endpoint is held against.

A mark stands for a role, in the order of `ROLES`:

    y  yes                      o  own or assigned things alone
    2  with a second person     r  in clear only with a reason, masked otherwise
    -  no

`LESS` and `MORE` list where the portal gives a role less or more than its mark: docs/decisions.md, "Where rights differ
from the matrix", says why. An endpoint belongs to the first family with a pattern that it matches.
"""

from dataclasses import dataclass
from types import MappingProxyType

ROLES = (
    "visitor",
    "representative",
    "promoter",
    "juror",
    "secretary",
    "staff",
    "treasurer",
    "auditor",
    "admin",
)
"""As the access table calls them."""


@dataclass(frozen=True, slots=True)
class Family:
    """Addresses of one kind of act. Patterns are `METHOD endpoint`, with stars."""

    marks: str
    patterns: tuple[str, ...]

    def mark(self, role: str) -> str:
        return self.marks[ROLES.index(role)]


def _family(marks: str, *patterns: str) -> Family:
    return Family(marks.replace(" ", ""), patterns)


def _staff(*names: str, method: str = "*") -> tuple[str, ...]:
    return tuple(f"{method} staff.{name}" for name in names)


FAMILIES = MappingProxyType(
    {
        # visitor, representative, promoter, juror, secretary, staff, treasurer, auditor, admin
        "see what is published": _family("y y y y y y y y y", "* public.*", "* asset", "* vendor_asset"),
        "sign in and keep the own account": _family(
            "- y y y y y y y y",
            *(f"* account.{one}" for one in ("own_account", "recovery_codes", "second_factor", "start")),
            *(f"* account.{one}" for one in ("sign_in_code", "sign_out", "own_sessions", "invitations")),
        ),
        "come in": _family("y y y y y y y y y", "* account.sign_in"),
        "answer an own invitation": _family("- - - o - - - - -", "* account.invitation"),
        "see and ask for an emergency access": _family(
            "- - - - y y y y y", "* account.emergencies", "* account.emergencies_table"
        ),
        "confirm or end an emergency access": _family("- - - - - 2 - - 2", "* account.emergency_*"),
        "stop the way into an administrator's account": _family("- - - - - y - - -", *_staff("power_stop")),
        "keep accounts and roles": _family("- - - - - - - - 2", "* account.*"),
        "file for a group": _family("- o o - - - - - -", "* applicant.*"),
        "enter and seal own marks": _family("- - - o - - - - -", "* juror.*"),
        "open accounts of groups, promoters and jurors": _family(
            "- - - - y y - - -",
            *_staff("new_representative", "representatives", "new_promoter", "promoter", "promoters*"),
            *_staff("end_promoter", "reset_promoter_password", "reset_representative_password"),
            *_staff("new_juror_account"),
        ),
        "reveal data of a person": _family("- - - - r r - r -", *_staff("person_reveal", "household_reveal")),
        "reveal the account to pay into": _family("- - - - r r r r -", *_staff("award_account_reveal")),
        "take data of persons away": _family(
            "- - - - - 2 - 2 -",
            *_staff("registry_export_*", "registry_exports", "registry_conflicts_csv", "households_export"),
            *_staff("registry_duplicates_csv", "person_changes_csv", "household_changes_csv", method="POST"),
        ),
        "read who looked at whom": _family(
            "- - - - - y - y -", *_staff("registry_accesses*", "registry_person_accesses")
        ),
        "read the log of deeds": _family("- - - - - - - y -", *_staff("audit*")),
        "change the register": _family(
            "- - - - y y - - -",
            *_staff("registry_import", "registry_job*", "registry_file_moves", "registry_rule_moves"),
            *_staff("registry_new_*", "registry_edit_*", "registry_drop_*", "registry_ne_centres"),
            *_staff("registry_component_kind", "registry_programme", "registry_re*"),
            *_staff("registry_duplicate_reopen", "registry_run_*", "registry_sync", "registry_withdraw_code"),
            *_staff("registry_*", "territory_name", method="POST"),
            *_staff("household_centre", "household_component_*", "household_new_*", "household_place"),
            *_staff("household_split", "life_event_undo", "consent_undo", "membership_*"),
            *_staff("person_consent", "person_death", "person_kinship", "person_leaving", "person_move"),
            *_staff("person_new_membership"),
        ),
        "see the register": _family(
            "- - - - r r - r -",
            *_staff("registry*", "household*", "person*", "centre*", "district*", "territory*"),
            *_staff("double_benefit*", "concentration*"),
        ),
        "record a payment": _family("- - - - - - 2 - -", *_staff("transfer_pay")),
        "approve a transfer or end an award": _family(
            "- - - - - 2 - - -",
            *_staff("transfer_approve", "award_amend", "award_annul_confirm", "award_close", "award_settle"),
        ),
        "propose a transfer and note accounts": _family(
            "- - - - y y - - -",
            *_staff("transfer_propose", "transfer_withdraw", "award_account", "award_counterpart"),
            *_staff("award_expense", "award_line_void", "award_return", "award_sign"),
        ),
        "see awards and their papers": _family(
            "- - - - y y o y -", *_staff("award", "award_scan", "award_paper", "*follow_ups*")
        ),
        "approve an allocation": _family(
            "- - - - - 2 - - -",
            *_staff("allocation_approve", "allocation_refuse", "envelope_move_approve", "reserve_approve"),
        ),
        "propose an allocation": _family(
            "- - - - y y - - -",
            *_staff("allocation_propose", "reserve_propose", "reserve_answer"),
            *_staff("envelopes", method="POST"),
        ),
        "ask for an act of two persons": _family(
            "- - - - y y - - -",
            *_staff("late_codes", "voiding", "reopening", "agreements_issue", "award_annul", method="POST"),
            *_staff("voiding", "agreements_issue", "award_annul", method="GET"),
        ),
        "discard a proposal": _family(
            "- - - - y y - - -",
            *_staff("allocation_discard", "envelope_move_discard", "reserve_discard", "joint_act_withdraw"),
        ),
        "issue, void and announce": _family(
            "- - - - - 2 - - -",
            *_staff(
                "acta_issue", "resolution_issue", "agreements_confirm", "certificates_issue", "document_void"
            ),
            *_staff("notices_issue", "documents_print", "printing_begin", "printing_stop"),
            *_staff("announcement", method="POST"),
        ),
        "extend, reopen, roll back": _family(
            "- - - - - 2 - - -",
            *_staff("late_code_give", "late_code_withdraw", "draw_cancel"),
            *_staff("reopening_confirm", "return_sheet", method="POST"),
            *_staff("return_sheet", "second_reopen", "second_cancel", "hall_reopen"),
        ),
        "answer an observation": _family(
            "- - - - y y - - -", *_staff("observation_answer", "observation_enter", "observation_return")
        ),
        "decide an observation": _family("- - - - - 2 - - -", *_staff("observation_decide")),
        "transcribe paper": _family(
            "- - - - 2 2 - - -",
            *_staff("paper_begin", "paper_cancel", "paper_differences", "paper_enter", "paper_finish"),
            *_staff("paper_group", "paper_newcomer", "paper_reception", "paper_section"),
            *_staff("paper_signatures", "paper_write", "sheet_paper_enter", "sheet_paper_reception"),
            *_staff("sheet_paper_settle", "sheet_paper_type", "sheet_paper_void", "sheet_papers_p*"),
            *_staff("sheet_paper_scan"),
        ),
        "decide who is eligible": _family(
            "- - - - y y - - -",
            *_staff("screening_decide", "screening_lapse"),
            *_staff("screening_application", method="POST"),
        ),
        "seat the jury and assign": _family(
            "- - - - y 2 - - -",
            *_staff("new_juror", "remove_juror", "absence", "withdraw_absence", "dismissal", "tie"),
            *_staff("replace_scorer", "invitation_letter", "remind_invitation", "withdraw_invitation"),
            *_staff("assignment", "invitations", method="POST"),
        ),
        "run the evaluation": _family(
            "- - - - y y - - -",
            *_staff("open_evaluation", "close_scoring", "draw", "attendance", "remind", "remove_photo"),
            *_staff("hall_close", "hall_incident*", "hall_order", "hall_p*", "hall_reveal", "hall_s*"),
            *_staff("phone_*", "phones_settle", "calibration_show", "second_close"),
            *_staff("calibration", "phones", "second_scoring", "visit", method="POST"),
        ),
        "design, publish and amend a contest": _family(
            "- - - - y 2 - - -",
            *_staff("new_*", "publish", "publish_confirm", "defect"),
            *_staff("amendment", "amendment_confirm", "amendment_discard", "amendment_publish"),
            *(
                f"* staff.contest_{part}"
                for part in (
                    *("allocation", "basics", "budget", "calendar", "categories", "check", "example"),
                    *("files", "form*", "lines", "phases", "s*", "territory", "trial"),
                )
            ),
            *_staff("trial_*", "stop_running_trial", "fund", "number_format*", "office"),
            *_staff("lines", "question", method="POST"),
        ),
        "see a contest, its profiles and marks": _family("- - - - y y - y -", "* staff.*"),
    }
)

LESS = frozenset(
    {
        ("change the register", "secretary"),
        ("propose an allocation", "staff"),
        ("seat the jury and assign", "staff"),
        ("run the evaluation", "staff"),
        ("design, publish and amend a contest", "secretary"),
    }
)
"""Families in which a role may do nothing of what its mark would let it."""

MORE = frozenset(
    {
        ("extend, reopen, roll back", "secretary"),
        ("take data of persons away", "secretary"),
    }
)
"""Families in which a role may do something although its mark says no."""
