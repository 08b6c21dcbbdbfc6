"""People who come forward, what they offer, and what happened with them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.models import Committee, Compound
from tongzhou.roster.choices import TONES, Came, Event, Kind, Limit, VolunteerState
from tongzhou.roster.models.posts import Post, ShiftKind

RETENTION = "volunteer"
ERASER = "roster.volunteers"


class Volunteer(models.Model):
    """Somebody who stands duty without an account. Names are in clear, so that they are found.

    `compound` is where they live or the compound of the gate they chose; `parts` how many parts
    of a day they offer, of which they can take one. After erasure only states and days are left.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    compound = models.ForeignKey(
        Compound, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    wish = models.ForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="wished_by"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RESIDENT)
    state = models.CharField(max_length=6, choices=VolunteerState, default=VolunteerState.NEW)
    came = models.CharField(max_length=5, choices=Came)
    name = models.CharField(max_length=60)
    search = models.TextField(default="")
    unit = models.CharField(max_length=80, default="", blank=True)
    key_id = models.UUIDField(null=True)
    phone = SealedField()
    phone_index = models.BigIntegerField(null=True)
    phone_tail_index = models.BigIntegerField(null=True, db_index=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    health = SealedField()
    together = SealedField()
    notes = SealedField()
    may_nights = models.BooleanField(default=True)
    may_cold = models.BooleanField(default=True)
    may_stand = models.BooleanField(default=True)
    may_lead = models.BooleanField(default=False)
    parts = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    thanked_from = models.DateTimeField(null=True)
    paused_until = models.DateField(null=True, blank=True)
    left_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    personal: ClassVar = {
        "name": Personal("to know who stands duty", RETENTION, ERASER),
        "search": Personal("to be found by name or pinyin", RETENTION, ERASER),
        "unit": Personal("who sent them", RETENTION, ERASER),
        "phone": Personal("to call them to a duty", RETENTION, ERASER),
        "birth_year": Personal(
            "so that no minor and nobody old stands at night", RETENTION, ERASER
        ),
        "health": Personal("so that nobody is given a duty that harms them", RETENTION, ERASER),
        "together": Personal("so that people stand together who want to", RETENTION, ERASER),
        "notes": Personal("what the coordinator must know", RETENTION, ERASER),
        "joined_at": Personal("since when they take part", RETENTION, ERASER),
        "consented_at": Personal("that they agreed to be on the list", RETENTION, ERASER),
        "accepted_at": Personal("since when they are reckoned with", RETENTION, ERASER),
        "thanked_from": Personal("since when they agree to be thanked by name", RETENTION, ERASER),
        "paused_until": Personal("when to ask them again", RETENTION, ERASER),
        "left_at": Personal("since when they are not called any more", RETENTION, ERASER),
    }
    impersonal: ClassVar = ("erased_at",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=~Q(state=VolunteerState.LEFT),
                name="volunteer_once_on_the_list",
            ),
            models.CheckConstraint(
                condition=~Q(state=VolunteerState.LEFT) | Q(left_at__isnull=False),
                name="volunteer_left_on_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state", "search"], name="volunteer_list"),
            models.Index(fields=["state", "left_at"], name="volunteer_left"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return TONES[self.state]

    @property
    def limits(self) -> list[str]:
        """What their health does not allow."""
        return [limit.value for limit in Limit if not getattr(self, limit.value)]

    @property
    def limit_words(self) -> list[str]:
        """The same in words."""
        return [str(Limit(limit).label) for limit in self.limits]


class VolunteerOffer(models.Model):
    """A day of the week and a part of the day somebody can give; `is_liked` where they prefer it."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="offers")
    weekday = models.PositiveSmallIntegerField()
    shift = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="+")
    is_liked = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volunteer", "weekday", "shift"], name="offer_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="offer_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.shift_id}"


class VolunteerEvent(models.Model):
    """One line in the story of a volunteer; `by` is empty where they did it themselves."""

    of = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=9, choices=Event)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    personal: ClassVar = {"at": Personal("what happened with a volunteer, when", RETENTION, ERASER)}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["of", "at"], name="volunteer_story")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%F %T}"


class VolunteerLink(models.Model):
    """The secret link to a volunteer's own page; only a digest of the secret is stored."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="links")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("digest", "made_at", "expires_on", "revoked_at")

    def __str__(self) -> str:
        return f"link of volunteer {self.volunteer_id}"
