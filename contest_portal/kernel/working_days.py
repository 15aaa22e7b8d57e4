"""Working days: Monday to Friday, without the national holidays of Peru that fall on the same day every year."""

from datetime import date, timedelta

HOLIDAYS = frozenset(
    {
        (1, 1),
        (5, 1),
        (6, 7),
        (6, 29),
        (7, 23),
        (7, 28),
        (7, 29),
        (8, 6),
        (8, 30),
        (10, 8),
        (11, 1),
        (12, 8),
        (12, 9),
        (12, 25),
    }
)
"""Month and day. Holy Thursday and Friday move with Easter, see `easter`."""


def easter(year: int) -> date:
    """Give Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, left = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a day."""
    if day.weekday() >= 5 or (day.month, day.day) in HOLIDAYS:
        return False
    return easter(day.year) - day not in (timedelta(days=2), timedelta(days=3))


def add_working_days(start: date, days: int) -> date:
    """Give the last of so many working days after a day; the day itself does not count."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
