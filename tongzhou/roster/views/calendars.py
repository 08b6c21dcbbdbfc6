"""A person's duties as a calendar feed (RFC 5545), under a secret of its own."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from tongzhou.core import clock
from tongzhou.roster import access
from tongzhou.roster.queries.publishing import OwnDuty, own_duties

REFRESH = timedelta(hours=1)


def calendar_url(request: HttpRequest, token: str) -> str:
    """Where the calendar of whoever opened the own page is."""
    path = reverse("roster:calendar", args=[access.calendar_key(token)])
    return request.build_absolute_uri(path)


def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The duties to come of whom the secret belongs to: no names of others."""
    now = clock.now()
    row = access.by_calendar(key, now=now)
    found = Calendar()
    found.add("prodid", "-//Tongzhou//duty//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("Duty, %(unit)s") % {"unit": row.committee.label})
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for duty in own_duties(row, now=now):
        found.add_component(_event(duty))
    return HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(duty: OwnDuty) -> Event:
    shift = duty.shift
    event = Event()
    event.add("uid", f"shift-{shift.pk}@tongzhou")
    event.add("dtstamp", shift.roster.published_at)
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("summary", _("Duty: %(post)s") % {"post": shift.post.label})
    event.add("location", shift.post.begins_at or shift.post.label)
    return event
