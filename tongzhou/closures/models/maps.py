"""A map of the streets, and which of its buildings are the registry's."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from tongzhou.closures.choices import MapState
from tongzhou.core.models import Job
from tongzhou.registry.models import Building

TONES = {MapState.READING: "info", MapState.READY: "done", MapState.FAILED: "alarm"}


class StreetMap(models.Model):
    """A file of streets that was brought in. File and drawing lie in the data folder by digest."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    suffix = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=MapState, default=MapState.READING)
    failure = models.JSONField(default=dict)
    bounds = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    attribution = models.CharField(max_length=200, default="")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_current = models.BooleanField(default=False)

    impersonal: ClassVar = (
        "name", "digest", "suffix", "failure", "bounds", "counts", "attribution", "added_at",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="street_map_one_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(state=MapState.READY),
                name="street_map_current_is_ready",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tone(self) -> str:
        """How the state is drawn."""
        return TONES[MapState(self.state)]


class BuildingOnMap(models.Model):
    """A building of the registry is this building on a map."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="on_maps")
    map = models.ForeignKey(StreetMap, on_delete=models.CASCADE, related_name="buildings")
    osm_id = models.CharField(max_length=40)
    is_automatic = models.BooleanField(default=False)

    impersonal: ClassVar = ("osm_id",)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["map", "building"], name="building_once_on_map")
        ]

    def __str__(self) -> str:
        return self.osm_id
