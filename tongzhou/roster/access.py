"""The only way to a row of this room.

Volunteers and posts are the committee's; a building director has those of the compound. What is
needed where, and in which part of the day, is on posters: it is no secret.
"""

from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import Http404

from tongzhou.accounts.choices import Role
from tongzhou.core.clock import local_date
from tongzhou.core.tokens import digest_of
from tongzhou.registry.acting import Acting
from tongzhou.roster.models import (
    Asked,
    Assignment,
    Attendance,
    CallOut,
    Certificate,
    Muster,
    Post,
    PostNeed,
    Repair,
    Roster,
    RosterEdit,
    Shift,
    ShiftKind,
    Swap,
    Volunteer,
    VolunteerEvent,
    VolunteerLink,
    VolunteerOffer,
)

LINK = "volunteer"
CALENDAR = "roster.calendar"
CERTIFICATE = "certificate"
STAFF = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, "system"})
LEADERS = STAFF | {Role.BUILDING_DIRECTOR}


def shifts(acting: Acting) -> QuerySet[ShiftKind]:
    """Parts of the day, for everybody; those no longer in use included."""
    return ShiftKind.objects.order_by("starts", "pk")


def posts(acting: Acting) -> QuerySet[Post]:
    """Posts of one's committee; a building director's own compound."""
    return Post.objects.filter(_own(acting))


def open_posts(acting: Acting) -> QuerySet[Post]:
    """Posts for which people are needed, of one's own."""
    return posts(acting).filter(closed_at__isnull=True)


def posts_on_posters(committee_id: int) -> QuerySet[Post]:
    """Where a committee needs people stands on its posters."""
    return Post.objects.filter(committee=committee_id, closed_at__isnull=True)


def needs(acting: Acting) -> QuerySet[PostNeed]:
    """How many people which post needs is no secret."""
    return PostNeed.objects.order_by("effective_on", "pk")


def volunteers(acting: Acting) -> QuerySet[Volunteer]:
    """People on the list of one's committee, as long as they are not erased."""
    return Volunteer.objects.filter(_own(acting), erased_at__isnull=True)


def on_duty(acting: Acting) -> QuerySet[Volunteer]:
    """Whoever is on one's list or stands at a post of one's own."""
    there = Assignment.objects.filter(_own(acting, "shift__post__")).values("volunteer")
    rows = Volunteer.objects.filter(erased_at__isnull=True)
    return rows.filter(_own(acting) | Q(pk__in=there)) if acting.role in LEADERS else rows.none()


def counted(acting: Acting) -> QuerySet[Volunteer]:
    """The same with those erased, to count by days."""
    return Volunteer.objects.filter(_own(acting))


def offers(acting: Acting) -> QuerySet[VolunteerOffer]:
    """What people on one's list offer."""
    return VolunteerOffer.objects.filter(_own(acting, "volunteer__"))


def offers_counted() -> QuerySet[VolunteerOffer]:
    """Offers of all, for an estimate that names nobody."""
    return VolunteerOffer.objects.all()


def events(acting: Acting) -> QuerySet[VolunteerEvent]:
    """The stories of people on one's list."""
    return VolunteerEvent.objects.filter(_own(acting, "of__"))


def links(acting: Acting) -> QuerySet[VolunteerLink]:
    """Links to own pages, for those who give them out."""
    return VolunteerLink.objects.filter(_own(acting, "volunteer__"))


def rosters(acting: Acting) -> QuerySet[Roster]:
    """Rosters of one's committee; whoever leads a compound sees that they are there."""
    if acting.role not in LEADERS:
        return Roster.objects.none()
    return Roster.objects.filter(acting.within_committees("committee"))


def edits(acting: Acting) -> QuerySet[RosterEdit]:
    """What was done to rosters of one's committee, for those who change them."""
    if acting.role not in STAFF:
        return RosterEdit.objects.none()
    return RosterEdit.objects.filter(acting.within_committees("roster__committee"))


def duty_shifts(acting: Acting) -> QuerySet[Shift]:
    """Shifts at posts of one's own."""
    return Shift.objects.filter(_own(acting, "post__"))


def assignments(acting: Acting) -> QuerySet[Assignment]:
    """Who stands shifts at posts of one's own, and who did not in the end."""
    return Assignment.objects.filter(_own(acting, "shift__post__"))


def musters(acting: Acting) -> QuerySet[Muster]:
    """Rolls of one's committee."""
    if acting.role not in LEADERS:
        return Muster.objects.none()
    return Muster.objects.filter(acting.within_committees("committee"))


def attendance(acting: Acting) -> QuerySet[Attendance]:
    """What was written down about duties at posts of one's own."""
    return Attendance.objects.filter(_own(acting, "shift__post__"))


def call_outs(acting: Acting) -> QuerySet[CallOut]:
    """Who could not come to shifts at posts of one's own."""
    return CallOut.objects.filter(_own(acting, "assignment__shift__post__"))


def asked(acting: Acting) -> QuerySet[Asked]:
    """Who was asked to step in at posts of one's own."""
    return Asked.objects.filter(_own(acting, "shift__post__"))


def swaps(acting: Acting) -> QuerySet[Swap]:
    """Duties at posts of one's own that their owners would give away."""
    return Swap.objects.filter(_own(acting, "offered__shift__post__"))


def repairs(acting: Acting) -> QuerySet[Repair]:
    """Repairs of rosters of one's committee, for those who change them."""
    if acting.role not in STAFF:
        return Repair.objects.none()
    return Repair.objects.filter(acting.within_committees("roster__committee"))


def own_attendance(volunteer: Volunteer) -> QuerySet[Attendance]:
    """What was written down about the duties of whoever opened the own page."""
    return Attendance.objects.filter(volunteer=volunteer)


def own_assignments(volunteer: Volunteer) -> QuerySet[Assignment]:
    """The published duties of whoever opened the own page."""
    return Assignment.objects.filter(volunteer=volunteer, shift__roster__state="published")


def own_swaps(volunteer: Volunteer) -> QuerySet[Swap]:
    """Swaps under way that whoever opened the own page offered, or answered."""
    mine = Q(offered__volunteer=volunteer) | Q(returned__volunteer=volunteer)
    return _under_way().filter(mine)


def open_swaps(volunteer: Volunteer) -> QuerySet[Swap]:
    """Duties that others of the same committee would give away."""
    rows = _under_way().exclude(offered__volunteer=volunteer)
    return rows.filter(offered__shift__roster__committee=volunteer.committee_id, state="open")


def _under_way() -> QuerySet[Swap]:
    beside = ("offered__shift__post__place", "offered__shift__kind", "offered__shift__roster", "offered__volunteer",
              "returned__shift__post__place", "returned__shift__kind", "returned__volunteer")  # fmt: skip
    rows = Swap.objects.filter(state__in=("open", "asked"), offered__ended_at__isnull=True)
    return rows.filter(offered__shift__roster__state="published").select_related(*beside)


def certificates(acting: Acting) -> QuerySet[Certificate]:
    """Certificates of hours of one's committee, for those who give them out."""
    if acting.role not in STAFF:
        return Certificate.objects.none()
    return Certificate.objects.filter(acting.within_committees("committee"))


def own_certificates(volunteer: Volunteer) -> QuerySet[Certificate]:
    """The certificates of whoever opened the own page."""
    return Certificate.objects.filter(volunteer=volunteer)


def by_code(code: str) -> Certificate:
    """The certificate whose paper somebody holds, or 404."""
    found = Certificate.objects.filter(digest=digest_of(CERTIFICATE, code))
    row = found.select_related("volunteer", "committee").first()
    if row is None:
        raise Http404
    return row


def on_any_list(phone_index: int | None) -> QuerySet[Volunteer]:
    """Whoever has this number and has not left, in any committee: nobody stands on two lists."""
    return Volunteer.objects.filter(phone_index=phone_index, left_at__isnull=True)


def by_link(token: str, *, now: datetime) -> Volunteer:
    """The volunteer whose own page a secret opens, or 404."""
    found = _link(token).filter(
        revoked_at__isnull=True, expires_on__gte=local_date(now), volunteer__erased_at__isnull=True
    )
    link = found.select_related("volunteer__committee", "volunteer__wish__place").first()
    if link is None:
        raise Http404
    return link.volunteer


def calendar_key(token: str) -> str:
    """The secret of a calendar: it comes with a link, ends with it, and opens nothing else."""
    link = _link(token).values_list("pk", flat=True).first()
    return signing.dumps(link, salt=CALENDAR) if link else ""


def by_calendar(key: str, *, now: datetime) -> Volunteer:
    """Whose calendar a secret opens, or 404."""
    try:
        pk = signing.loads(key, salt=CALENDAR)
    except signing.BadSignature as error:
        raise Http404 from error
    found = VolunteerLink.objects.filter(
        pk=pk, revoked_at__isnull=True, expires_on__gte=local_date(now),
        volunteer__erased_at__isnull=True,
    )  # fmt: skip
    link = found.select_related("volunteer__committee").first()
    if link is None:
        raise Http404
    return link.volunteer


def committee_of_link(token: str) -> Any:
    """Whom to call when a link no longer holds; None where there never was one."""
    link = _link(token).select_related("volunteer__committee").first()
    return link.volunteer.committee if link else None


def own_events(volunteer: Volunteer) -> QuerySet[VolunteerEvent]:
    """The story of whoever opened the own page."""
    return VolunteerEvent.objects.filter(of=volunteer)


def own_offers(volunteer: Volunteer) -> QuerySet[VolunteerOffer]:
    """The offers of whoever opened the own page."""
    return VolunteerOffer.objects.filter(volunteer=volunteer)


def pausing(day: date) -> QuerySet[Volunteer]:
    """Whose pause is over."""
    return Volunteer.objects.filter(state="paused", paused_until__lte=day)


def _link(token: str) -> QuerySet[VolunteerLink]:
    return VolunteerLink.objects.filter(digest=digest_of(LINK, token))


def _own(acting: Acting, prefix: str = "") -> Q:
    if acting.role not in LEADERS:
        return Q(pk__in=[])
    if acting.role == Role.BUILDING_DIRECTOR:
        return Q(**{f"{prefix}compound_id": acting.compound_id or 0})
    return acting.within_committees(f"{prefix}committee")
