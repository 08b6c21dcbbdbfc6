"""Rules of the gates, as values that hold from a day on."""

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongzhou.formats import gate_rules
from tongzhou.gates.choices import Deliveries, Interval, Vehicles, Visitors
from tongzhou.registry.models import Committee, StreetOffice


class GateRule(models.Model):
    """What holds at the gates of a street, or of one committee, from a day on.

    Of the street's rows and the committee's own the one that began last is in force; of two that
    began on the same day, the committee's. `closes` midnight is the end of the day.
    """

    office = models.ForeignKey(StreetOffice, on_delete=models.CASCADE, related_name="+")
    committee = models.ForeignKey(
        Committee, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    effective_on = models.DateField()
    persons = models.PositiveSmallIntegerField(default=1)
    every_days = models.PositiveSmallIntegerField(default=2)
    interval = models.CharField(max_length=5, choices=Interval, default=Interval.DAYS)
    most_minutes = models.PositiveSmallIntegerField(default=120)
    opens = models.TimeField(default=time(6))
    closes = models.TimeField(default=time(22))
    exempts_illness = models.BooleanField(default=True)
    exempts_epidemic_work = models.BooleanField(default=True)
    exempts_essential_job = models.BooleanField(default=True)
    observed_stay_in = models.BooleanField(default=True)
    visitors = models.CharField(max_length=10, choices=Visitors, default=Visitors.NONE)
    vehicles = models.CharField(max_length=9, choices=Vehicles, default=Vehicles.RESIDENTS)
    deliveries = models.CharField(max_length=5, choices=Deliveries, default=Deliveries.SHELF)
    fever_tenths = models.PositiveSmallIntegerField(default=373)
    pass_days = models.PositiveSmallIntegerField(default=60)

    impersonal: ClassVar = ("effective_on", "opens", "closes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["committee", "effective_on"], name="gate_rule_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["office", "effective_on"],
                condition=Q(committee__isnull=True),
                name="gate_rule_of_street_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")) | Q(closes=time(0)), name="gate_rule_opens_first"
            ),
            models.CheckConstraint(
                condition=Q(persons__gte=1, pass_days__gte=1, pass_days__lte=365),
                name="gate_rule_counts_make_sense",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.effective_on}"

    @property
    def exempt(self) -> list[gate_rules.Need]:
        """Needs for which people go out whatever the day."""
        return [need for need in gate_rules.Need if getattr(self, f"exempts_{need}")]

    def as_rules(self) -> gate_rules.Rules:
        """The rules as the gate decides by them, on the server and on the phone."""
        return gate_rules.Rules(
            persons=self.persons,
            every_days=self.every_days,
            interval=gate_rules.Interval(self.interval),
            most_minutes=self.most_minutes,
            opens=_minutes(self.opens),
            closes=_minutes(self.closes) or 24 * 60,
            exempt=frozenset(self.exempt),
            visitors=gate_rules.Visitors(self.visitors),
            vehicles=gate_rules.Vehicles(self.vehicles),
            deliveries=gate_rules.Deliveries(self.deliveries),
            fever_tenths=self.fever_tenths,
        )


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute
