"""What a health authority sets: values with a day from which they hold, and lists of words."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongzhou.registry.models import StreetOffice
from tongzhou.registry.models.tree import Named

# 37.3 degrees Celsius, in tenths.
ALARM_TENTHS = 373


class Policy(models.Model):
    """The values in force at one street office from a day on.

    The defaults are those of the first weeks of 2020 in China: 14 days after the last exposure,
    two checks a day, alarm from 37.3 degrees Celsius. `daily_quota` is the greatest number of
    checks planned for one team member on one day.
    """

    office = models.ForeignKey(StreetOffice, on_delete=models.CASCADE, related_name="+")
    effective_on = models.DateField()
    observation_days = models.PositiveSmallIntegerField(default=14)
    checks_per_day = models.PositiveSmallIntegerField(default=2)
    morning_from = models.TimeField(default=time(8))
    morning_until = models.TimeField(default=time(11))
    evening_from = models.TimeField(default=time(16))
    evening_until = models.TimeField(default=time(19))
    alarm_tenths = models.PositiveSmallIntegerField(default=ALARM_TENTHS)
    missed_before_visit = models.PositiveSmallIntegerField(default=2)
    daily_quota = models.PositiveSmallIntegerField(default=120)

    impersonal: ClassVar = (
        "effective_on", "morning_from", "morning_until", "evening_from", "evening_until",
    )  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "effective_on"], name="policy_once_a_day"),
            models.CheckConstraint(
                condition=Q(checks_per_day__in=[1, 2]), name="policy_one_or_two_checks"
            ),
            models.CheckConstraint(
                condition=Q(morning_from__lt=F("morning_until"))
                & Q(morning_until__lte=F("evening_from"))
                & Q(evening_from__lt=F("evening_until")),
                name="policy_windows_in_order",
            ),
            models.CheckConstraint(
                condition=Q(observation_days__gte=1) & Q(missed_before_visit__gte=1),
                name="policy_counts_at_least_one",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.effective_on}"


class Catalogued(Named):
    """An entry of a list kept as data: found by key, named in both languages."""

    key = models.SlugField(max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]


class Disease(Catalogued):
    """What people are observed for."""

    impersonal: ClassVar = ("name", "name_en", "key")


class Reason(Catalogued):
    """Why somebody is observed."""

    impersonal: ClassVar = ("name", "name_en", "key")


class Symptom(Catalogued):
    """What is asked at each check; some go to the health desk at once."""

    is_alarm = models.BooleanField(default=False)

    impersonal: ClassVar = ("name", "name_en", "key")
