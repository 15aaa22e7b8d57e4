"""The grants of a year as open data, under the column titles of the 360Giving Data Standard; no personal data.

https://standard.threesixtygiving.org: one row for each grant, money in soles with its céntimos, days in ISO 8601.
"""

from collections.abc import Iterator

from contest_portal.publication.report_queries import YearReport

GRANTS_HEADER = (
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Awarded",
    "Award Date",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Funding Org:Identifier",
    "Funding Org:Name",
    "Grant Programme:Code",
    "Grant Programme:Title",
    "Beneficiary Location:Name",
    "Beneficiary Location:Geographic Code",
    "Beneficiary Location:Geographic Code Type",
)
CURRENCY = "PEN"


def grants_rows(report: YearReport) -> Iterator[tuple[str, ...]]:
    """Give a row under GRANTS_HEADER for each group that was granted money, by contest and code."""
    contests = {contest.code: contest for contest in report.contests}
    for group in report.groups:
        if group.granted_on is not None:
            contest = contests[group.contest_code]
            yield (
                f"{contest.code}/{group.code}",
                group.title or group.name,
                group.line,
                CURRENCY,
                str(group.granted),
                group.granted_on.isoformat(),
                f"{contest.code}/{group.code}",
                group.name,
                contest.office_code,
                contest.office_name,
                contest.code,
                contest.title,
                f"{group.district}, {group.province}, {group.department}",
                group.ubigeo,
                "UBIGEO INEI",
            )
