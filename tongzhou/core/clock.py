"""The one place that asks what time it is."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def local_date(moment: datetime) -> date:
    """The calendar day of a moment in the street's own time zone."""
    return timezone.localtime(moment).date()


def local_offset(moment: datetime) -> timedelta:
    """How far the street's wall clock is ahead of UTC at a moment."""
    return timezone.localtime(moment).utcoffset() or timedelta(0)


def day_start(day: date) -> datetime:
    """Midnight at the beginning of a street's day, aware."""
    return at_local(day, time.min)


def at_local(day: date, clock_time: time) -> datetime:
    """A day and a clock time on the street's wall as an aware moment."""
    return timezone.make_aware(datetime.combine(day, clock_time))


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of a street's day and first moment of the next."""
    return day_start(day), day_start(day + timedelta(days=1))
