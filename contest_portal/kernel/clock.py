"""The only place that reads the clock. Rules and services are handed the instant."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("America/Lima")


def utc_now() -> datetime:
    """Give the present instant, aware, in UTC."""
    return datetime.now(UTC)


def office_date(instant: datetime, zone: ZoneInfo = OFFICE_ZONE) -> date:
    """Give the calendar day of an instant where the office is."""
    return instant.astimezone(zone).date()


def office_moment(instant: datetime, zone: ZoneInfo = OFFICE_ZONE) -> str:
    """Write an instant by the office's clock, the same in every language: `28/11/2026 17:00`."""
    return instant.astimezone(zone).strftime("%d/%m/%Y %H:%M")
