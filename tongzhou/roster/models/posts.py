"""Where somebody is needed, in which part of the day, and how many."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongzhou.registry.models import Committee, Compound, Place
from tongzhou.registry.models.tree import Named, in_readers_language
from tongzhou.roster.choices import PostKind


class ShiftKind(models.Model):
    """A part of the day that is filled anew each day: 07-15, 15-23, 23-07 unless set otherwise."""

    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, default="", blank=True)
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    is_night = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    impersonal: ClassVar = ("name", "name_en", "starts")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=60, minutes__lte=720), name="shift_kind_one_to_12_hours"
            ),
            models.UniqueConstraint(
                fields=["starts"], condition=Q(is_active=True), name="shift_kind_starts_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name and hours: "night 23-07"."""
        return f"{in_readers_language(self.name, self.name_en)} {self.span}"

    @property
    def span(self) -> str:
        """From when to when: "07–15", "06:30–14:30"."""
        ends = (datetime.combine(date.min, self.starts) + timedelta(minutes=self.minutes)).time()
        return f"{_clock(self.starts)}–{_clock(ends)}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}" if at.minute else f"{at:%H}"


class Post(Named):
    """A gate, a place or a round for which people are needed.

    A gate and a place take their name from the registry; a round has its own, and says where it
    begins.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    compound = models.ForeignKey(
        Compound, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=5, choices=PostKind)
    begins_at = models.CharField(max_length=120, default="", blank=True)
    is_heated = models.BooleanField(default=False)
    needs_leader = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    impersonal: ClassVar = ("name", "name_en", "begins_at", "opened_at", "closed_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(closed_at__isnull=True) & ~Q(kind=PostKind.ROUND),
                name="post_open_once_at_a_place",
            ),
            models.CheckConstraint(
                condition=Q(kind=PostKind.ROUND) | Q(place__isnull=False),
                name="post_stands_somewhere",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["committee", "closed_at"], name="post_open")]

    @property
    def is_open(self) -> bool:
        """Whether people are needed here."""
        return self.closed_at is None


class PostNeed(models.Model):
    """How many people a post needs in one part of the day, from a day on."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="needs")
    shift = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField()
    people = models.PositiveSmallIntegerField()

    impersonal: ClassVar = ("effective_on",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "shift", "effective_on"], name="post_need_once_a_day"
            ),
            models.CheckConstraint(condition=Q(people__lte=50), name="post_need_at_most_50"),
        ]

    def __str__(self) -> str:
        return f"{self.people} from {self.effective_on}"
