"""Times as people say them: "today 18:00", "in 2 h", "overdue since yesterday"."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SOON = timedelta(minutes=90)


def calendar(moment: datetime, *, now: datetime) -> str:
    """Day and clock time: "today 18:00", "Mon 09:10", "3 Feb 09:10"."""
    local = timezone.localtime(moment)
    return _("%(day)s %(time)s") % {
        "day": day_word(local.date(), today=timezone.localdate(now)),
        "time": clock(moment),
    }


def relative(moment: datetime, *, now: datetime) -> str:
    """Distance from now in the largest fitting unit: "in 2 h", "25 min ago"."""
    minutes = round((moment - now).total_seconds() / 60)
    if minutes == 0:
        return _("just now")
    words = _("in %(amount)s") if minutes > 0 else _("%(amount)s ago")
    return words % {"amount": _amount(abs(minutes))}


def due(moment: datetime, *, now: datetime) -> str:
    """A deadline: how near it is, or since when it is late."""
    if moment < now:
        return _("overdue since %(moment)s") % {"moment": _since(moment, now)}
    if moment - now < SOON:
        return relative(moment, now=now)
    return calendar(moment, now=now)


def since(moment: datetime, *, now: datetime) -> str:
    """When something came up that still lasts: "since 07:40", "since yesterday"."""
    return _("since %(moment)s") % {"moment": _since(moment, now)}


def day_word(day: date, *, today: date) -> str:
    """A day without a clock time: "today", "yesterday", "Mon", "3 Feb", "3 Feb 2019"."""
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    if 1 < distance < 7:
        return date_format(day, "D")
    if day.year == today.year:
        return date_format(day, pgettext("date format, this year", "j M"))
    return date_format(day, pgettext("date format, another year", "j M Y"))


def clock(moment: datetime) -> str:
    """Hours and minutes on the street's wall."""
    return timezone.localtime(moment).strftime("%H:%M")


def exact(moment: datetime) -> str:
    """The full date and time, for the title and for paper."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _since(moment: datetime, now: datetime) -> str:
    day, today = timezone.localdate(moment), timezone.localdate(now)
    return clock(moment) if day == today else day_word(day, today=today)


def _amount(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 24:
        return ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
