"""Posts are opened, changed, closed; how many they need holds from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place
from tongzhou.roster import access
from tongzhou.roster.actions import rows
from tongzhou.roster.choices import PostKind
from tongzhou.roster.models import Post, PostNeed

# What a gate needs in each part of the day unless somebody says otherwise.
USUAL_PEOPLE = 2
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class PostDetails:
    """What is told of a post. A round has its own name; a place lends its own."""

    is_heated: bool = False
    needs_leader: bool = True
    begins_at: str = ""
    name: str = ""
    name_en: str = ""


@transaction.atomic
def open_at_place(
    acting: Acting, place_id: int, told: PostDetails, *, people: Mapping[int, int], now: datetime
) -> Post:
    """A gate or another place becomes a post, with what it needs from today on."""
    rows.only(acting, rows.STAFF)
    place = registry.get_or_404(registry.places(acting), pk=place_id)
    kind = PostKind.GATE if place.kind == PlaceKind.GATE else PostKind.PLACE
    post = Post(
        committee_id=place.committee_id, compound_id=place.compound_id, place=place, kind=kind,
        name=place.name, name_en=place.name_en, opened_at=now,
    )  # fmt: skip
    return _opened(acting, post, told, people, now=now)


@transaction.atomic
def open_round(
    acting: Acting, committee_id: int, told: PostDetails, *, people: Mapping[int, int],
    now: datetime,
) -> Post:  # fmt: skip
    """A round one can sign up for: disinfection, public information."""
    rows.only(acting, rows.STAFF)
    if not acting.is_whole_street and committee_id != acting.committee_id:
        raise Refusal(_("Choose your own committee."), field="committee")
    committee = registry.get_or_404(registry.committees(acting), pk=committee_id)
    if not told.name.strip():
        raise Refusal(_("Give the round a name."), field="name")
    post = Post(
        committee=committee, kind=PostKind.ROUND, name=told.name.strip(),
        name_en=told.name_en.strip(), opened_at=now,
    )  # fmt: skip
    return _opened(acting, post, told, people, now=now)


@transaction.atomic
def change_post(
    acting: Acting, pk: int, told: PostDetails, *, now: datetime, version: int | None = None
) -> Post:
    """Heated or not, with a leader or not, where it begins; a round may get another name."""
    post = rows.post(acting, pk, version=version)
    if post.kind == PostKind.ROUND and told.name.strip():
        post.name, post.name_en = told.name.strip(), told.name_en.strip()
    _fill(post, told)
    post.version += 1
    post.save()
    audit.record("roster.post.changed", actor=acting, now=now, obj=post)
    return post


@transaction.atomic
def set_need(
    acting: Acting, pk: int, *, effective_on: date, people: Mapping[int, int], now: datetime
) -> Post:
    """How many are needed in each part of the day, from a day on; earlier days keep theirs."""
    post = rows.post(acting, pk)
    if not post.is_open:
        raise Refusal(_("This post is closed. Open it again first."))
    if effective_on < clock.local_date(now):
        raise Refusal(_("Choose today or a later day."), field="effective_on")
    _need(post, effective_on, people)
    audit.record("roster.post.need_set", actor=acting, now=now, obj=post, day=effective_on)
    return post


@transaction.atomic
def close_post(acting: Acting, pk: int, *, now: datetime) -> Post:
    """Nobody is needed there any more."""
    post = rows.post(acting, pk)
    if not post.is_open:
        raise Refusal(_("This post is closed already."))
    post.closed_at, post.version = now, post.version + 1
    post.save(update_fields=["closed_at", "version"])
    audit.record("roster.post.closed", actor=acting, now=now, obj=post)
    return post


@transaction.atomic
def reopen_post(acting: Acting, pk: int, *, now: datetime) -> Post:
    """People are needed there again, as many as before."""
    post = rows.post(acting, pk)
    if post.is_open:
        raise Refusal(_("This post is open."))
    post.closed_at, post.version = None, post.version + 1
    _save(post)
    audit.record("roster.post.reopened", actor=acting, now=now, obj=post)
    return post


def offered_places(acting: Acting, kind: str) -> list[Place]:
    """Places of a kind that are no post yet: the gates offer themselves."""
    taken = access.open_posts(acting).filter(place__isnull=False).exclude(kind=PostKind.ROUND)
    places = registry.places(acting).exclude(pk__in=taken.values("place"))
    places = (
        places.filter(kind=kind) if kind == PlaceKind.GATE else places.exclude(kind=PlaceKind.GATE)
    )
    return list(places.select_related("committee").order_by("committee", "name", "pk"))


def _opened(
    acting: Acting, post: Post, told: PostDetails, people: Mapping[int, int], *, now: datetime
) -> Post:
    _fill(post, told)
    _save(post)
    _need(post, clock.local_date(now), people)
    audit.record("roster.post.opened", actor=acting, now=now, obj=post)
    return post


def _fill(post: Post, told: PostDetails) -> None:
    post.is_heated, post.needs_leader = told.is_heated, told.needs_leader
    post.begins_at = told.begins_at.strip()


def _save(post: Post) -> None:
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise Refusal(_("There is a post at this place already."), field="place") from error


def _need(post: Post, day: date, people: Mapping[int, int]) -> None:
    if any(not 0 <= number <= MOST_PEOPLE for number in people.values()):
        raise Refusal(_("At most 50 people in one part of the day."))
    PostNeed.objects.bulk_create(
        [
            PostNeed(post=post, shift_id=shift, effective_on=day, people=number)
            for shift, number in people.items()
        ],
        update_conflicts=True,
        unique_fields=["post", "shift", "effective_on"],
        update_fields=["people"],
    )
