"""What residents can ask for."""

from typing import ClassVar

from django.db import models

from tongzhou.desk.choices import Category
from tongzhou.registry.models import Department
from tongzhou.registry.models.tree import Named, in_readers_language


class Service(Named):
    """One thing residents ask for: who is responsible, what it takes, how long it may last.

    `papers` names one paper a line. Without a department the committee does it by itself.
    """

    key = models.SlugField(max_length=40, unique=True)
    category = models.CharField(max_length=10, choices=Category)
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    papers = models.TextField(default="", blank=True)
    papers_en = models.TextField(default="", blank=True)
    words = models.CharField(max_length=200, default="", blank=True)
    may_by_proxy = models.BooleanField(default=True)
    is_errand = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    target_hours = models.PositiveIntegerField(default=24)
    last_verified_on = models.DateField(null=True, blank=True)
    sort = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    impersonal: ClassVar = (
        "key", "name", "name_en", "papers", "papers_en", "words", "last_verified_on",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["sort", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(target_hours__gt=0), name="service_has_a_target"
            )
        ]

    def paper_list(self) -> list[str]:
        """The papers needed, in the reader's language."""
        lines = in_readers_language(self.papers, self.papers_en).splitlines()
        return [line.strip() for line in lines if line.strip()]


class ServiceStep(models.Model):
    """One step of a procedure, as the catalogue has it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200, default="", blank=True)

    impersonal: ClassVar = ("text", "text_en")

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "order"], name="service_step_order")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The step in the reader's language."""
        return in_readers_language(self.text, self.text_en)
