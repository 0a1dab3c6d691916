"""Local rules and instants. A rule says "09:00 in Europe/London"; an instant is an aware UTC datetime."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant of a local wall-clock time.

    A time the clocks skip moves forward by the gap; one they show twice means the first of the two.
    """
    local = datetime.combine(day, at.replace(fold=0) if at.fold else at, ZoneInfo(zone))
    # A skipped time is read with the offset before the change, so the round trip lands after the gap.
    return local.astimezone(UTC)


def local(moment: datetime, zone: str) -> datetime:
    """The wall-clock time of an aware instant in a zone."""
    return moment.astimezone(ZoneInfo(zone))


def today(now: datetime, zone: str) -> date:
    """The calendar day it is in a zone."""
    return local(now, zone).date()


def day_and_month(day: date) -> str:
    """As in "Tue 17 Feb", whatever language the machine speaks."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def days(count: int) -> timedelta:
    return timedelta(count)
