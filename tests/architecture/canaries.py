"""Invented persons planted in the world, so that whoever shows one of them to the wrong reader is found out."""

import re

from contest_portal.privacy.rules.data_classes import DataClass, Reader, View, view_of

NAME = "Xolotlcanario"
DNI = re.compile(r"4811(?<![0-9a-f]4811)\d{4}(?![0-9a-f])")
"""Not within a hexadecimal number: one request in fifty thousand draws such a number of its own."""
SENSITIVE = re.compile(
    r"kullecanario|pobre_extremo|Pobre extremo|1971-08-23|23/08/1971|23 de agosto de 1971|August 1971"
    r"|2029-02-17|17/02/2029|17 de febrero de 2029|February 2029"
    r"|2031-07-19|19/07/2031|19 de julio de 2031|12(?<=\b12)[.]?987(?!\d*[a-f])|74(?<=\b74)[.]?987(?!\d*[a-f])"
)
OPINION = "Tlaltecuintli: los costos no cuadran"
"""Why a juror gave marks, in a contest that is still judged."""
OFFERED = re.compile(r"<option\b.*?</option>", re.DOTALL)
"""What a form offers to choose from says nothing of anybody."""
READERS = {
    "representative": Reader.GROUP,
    "promoter": Reader.PROMOTER,
    "juror": Reader.JUROR,
    "staff": Reader.OFFICE,
    "secretary": Reader.OFFICE,
    "auditor": Reader.AUDITOR,
    "admin": Reader.ADMIN,
    "visitor": Reader.PUBLIC,
}
"""What the people of the world are to the planted persons; "other" people are nothing to them."""
SEES_NAMES = {who for who, reader in READERS.items() if view_of(DataClass.NAME, reader) is View.WHOLE}
LEAST_TRUSTED = (
    *(
        "visitor",
        "other_juror",
        "juror",
        "other_promoter",
        "promoter",
        "other_representative",
        "representative",
    ),
    *("admin", "treasurer", "other_secretary", "other_staff", "auditor", "secretary", "staff"),
)
IN_CLEAR = {"staff.person_request_data", "staff.registry_export_take"}
"""What a person asked for about the own data, and the file that a second person approved: both on record."""
KINSHIP = {"juror.group", "juror.interests"}
"""Where a juror must read the names of members: nobody can declare a relative without knowing who is in the group."""
PLANTED = (
    *(NAME, "Zyanya", f"Zyanya {NAME}", f"{NAME} Zyanya", "kullecanario", "pobre_extremo", "1971-08-23"),
    *("23/08/1971", "2029-02-17", "2031-07-19", "-12987654", "-74987654", "12.987654", "74.987654"),
)
"""Words of the planted persons, to be looked for in disguise; their DNI stand in the world."""
PLANT = (
    "UPDATE household SET language = 'kullecanario', sisfoh_class = 'pobre_extremo', "
    "sisfoh_classified_on = '2029-02-17', sisfoh_expires_on = '2031-07-19', "
    "latitude_e6 = -12987654, longitude_e6 = -74987654",
    "UPDATE person SET dni = CAST(48110000 + id AS TEXT), given_names = 'Zyanya', "
    "paternal_surname = 'Xolotlcanario', maternal_surname = '', sort_key = 'xolotlcanario zyanya', "
    "birth_date = '1971-08-23'",
    "UPDATE application_member SET dni = CAST(48110000 + person_id AS TEXT), "
    "full_name = 'Zyanya Xolotlcanario'",
)
MARKUP = "<canario>"
TYPED = {
    "amendment": "reason",
    "application": "title",
    "area": "name",
    "assignment_draw": "witnesses",
    "calibration": "group_name profile",
    "central_nucleus": "name",
    "centre": "name",
    "code_change": "source",
    "component_kind": "name phrase",
    "contest": "title",
    "defect": "text",
    "emergency_access": "reason",
    "envelope_move": "reason",
    "executing_nucleus": "name",
    "export_request": "reason",
    "fund": "name source",
    "hall_incident": "text",
    "hall_session": "place agenda draw_witnesses",
    "interest": "reason",
    "juror": "institution",
    "juror_absence": "reason",
    "late_code": "reason",
    "legal_hold": "reason",
    "life_event": "reason",
    "membership": "evidence",
    "observation": "text answer",
    "office": "name programme city address signer_name signer_title",
    "paper_newcomer": "name",
    "person_consent": "paper received_by",
    "person_request": "text answer",
    "producer_group": "name",
    "question": "text",
    "registry_source": "name",
    "reserve_call": "reason",
    "retention_run": "reason",
    "screening_finding": "text",
    "sheet_paper": "reason",
    "social_programme": "name",
    "targeting_rule": "source",
    "undone_result": "document reason",
    "user_account": "full_name",
    "visit_photo": "caption",
}
"""Columns of words that somebody typed."""
IN_PROFILES = ("description", "expected_result", "specialist", "subject", "summary", "unit")
"""Words that somebody typed into a profile, which is kept as JSON."""
PLANT_MARKUP = (
    *(
        f"UPDATE {place} = replace({column}, '{before}', '{before}={MARKUP}')"
        for place, column, quote in (
            ("application SET profile", "profile", '"'),
            ("application_version SET content", "content", '\\"'),
        )
        for before in (f"{quote}{key}{quote}:{quote}" for key in IN_PROFILES)
    ),
    "UPDATE person SET given_names = 'Zyanya<canario>'",
    "UPDATE application_member SET full_name = '=Zyanya<canario> Xolotlcanario'",
    *(
        f"UPDATE {table} SET {column} = '=' || {column} || '{MARKUP}' WHERE {column} <> ''"  # noqa: S608
        for table, columns in TYPED.items()
        for column in columns.split()
    ),
)
"""Each of them is markup for a page, and a formula for a table."""
