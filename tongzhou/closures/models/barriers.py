"""A barrier with a life of its own, what happened to it, and the order to open everything."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongzhou.closures.choices import BarrierKind, BarrierState, Deed
from tongzhou.closures.models.maps import StreetMap
from tongzhou.closures.models.plans import ClosurePlan
from tongzhou.closures.naming import alley_label
from tongzhou.core.personal import Personal
from tongzhou.privacy.models import SealedFile
from tongzhou.registry.models import Committee, Place

RETENTION, ERASER = "account", "closures.barriers"
TONES = {BarrierState.PLANNED: "info", BarrierState.BUILT: "done", BarrierState.REMOVED: "calm"}
USER = settings.AUTH_USER_MODEL


class Barrier(models.Model):
    """Numbered within its committee for ever. `plan` is the adopted plan it is in; without one it
    was entered by hand. `cut_*` and `fraction` say where on which way of the map it lies.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=BarrierKind)
    state = models.CharField(max_length=8, choices=BarrierState, default=BarrierState.PLANNED)
    plan = models.ForeignKey(
        ClosurePlan, on_delete=models.PROTECT, null=True, related_name="barriers"
    )
    map = models.ForeignKey(StreetMap, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    alley = models.CharField(max_length=80, default="", blank=True)
    start = models.CharField(max_length=80, default="", blank=True)
    end = models.CharField(max_length=80, default="", blank=True)
    width = models.FloatField(null=True)
    is_width_assumed = models.BooleanField(default=False)
    measured_width = models.FloatField(null=True)
    way = models.BigIntegerField(null=True)
    cut_from = models.BigIntegerField(null=True)
    cut_to = models.BigIntegerField(null=True)
    fraction = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    households = models.PositiveIntegerField(default=0)
    guards = models.PositiveIntegerField(default=0)
    key_holder = models.CharField(max_length=40, default="", blank=True)
    key_phone = models.CharField(max_length=30, default="", blank=True)
    since = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    blocked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    to_remove_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        "key_holder": Personal("to have a lane opened at once", RETENTION, ERASER),
        "key_phone": Personal("to have a lane opened at once", RETENTION, ERASER),
    }
    impersonal: ClassVar = (
        "alley", "start", "end", "since", "built_at", "checked_at", "blocked_at", "opened_at",
        "to_remove_at", "removed_at",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "number"], name="barrier_number"),
            models.CheckConstraint(
                condition=~Q(state=BarrierState.BUILT) | Q(built_at__isnull=False),
                name="barrier_built_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=BarrierState.REMOVED) | Q(removed_at__isnull=False),
                name="barrier_removed_has_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["committee", "state", "kind"], name="barrier_of_committee"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The alley; without a name it is known by what is near."""
        return alley_label(self.alley, self.start or self.end)

    @property
    def stretch(self) -> str:
        """From which street to which, as far as they have names and the label leaves them out."""
        if not self.alley:
            return _("to %(street)s") % {"street": self.end} if self.start and self.end else ""
        if self.start and self.end:
            return _("from %(start)s to %(end)s") % {"start": self.start, "end": self.end}
        near = self.start or self.end
        return _("at %(street)s") % {"street": near} if near else ""

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return TONES[BarrierState(self.state)]

    @property
    def is_built(self) -> bool:
        """Whether it stands there."""
        return self.state == BarrierState.BUILT

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be built."""
        return self.state == BarrierState.PLANNED

    @property
    def is_removed(self) -> bool:
        """Whether it is gone."""
        return self.state == BarrierState.REMOVED

    @property
    def is_lane(self) -> bool:
        """Whether it has to be checked every day."""
        return self.kind == BarrierKind.FIRE_LANE

    @property
    def best_width(self) -> float | None:
        """What was measured, else what the map says."""
        return self.width if self.measured_width is None else self.measured_width

    @property
    def offers_pin(self) -> bool:
        """Whether the measured width is news to the map."""
        if self.measured_width is None or self.way is None or self.width is None:
            return False
        return abs(self.measured_width - self.width) >= 0.05


class BarrierEvent(models.Model):
    """One thing that happened to a barrier, with a photo where there is one."""

    barrier = models.ForeignKey(Barrier, on_delete=models.CASCADE, related_name="events")
    deed = models.CharField(max_length=10, choices=Deed)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, default="", blank=True)
    width = models.FloatField(null=True)
    photo = models.ForeignKey(SealedFile, on_delete=models.SET_NULL, null=True, related_name="+")
    is_undone = models.BooleanField(default=False)

    personal: ClassVar = {"note": Personal("what was seen at a barrier", RETENTION, ERASER)}
    impersonal: ClassVar = ("at",)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_deed_display()

    @property
    def words(self) -> str:
        """What happened; only a lane is blocked, anything else is not in order."""
        other = {
            Deed.CHECKED: pgettext("barrier", "looked at: all well"),
            Deed.BLOCKED: pgettext("barrier", "not in order"),
            Deed.CLEARED: pgettext("barrier", "in order again"),
        }
        is_plain = self.barrier.kind == BarrierKind.FIRE_LANE
        return str(
            self.get_deed_display()
            if is_plain
            else other.get(Deed(self.deed), self.get_deed_display())
        )


class Opening(models.Model):
    """The order to open everything at once; `committee` empty means the whole street."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")

    impersonal: ClassVar = ("reason", "ordered_at", "ended_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee"], condition=Q(ended_at=None), nulls_distinct=False,
                name="opening_one_at_a_time",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reason
