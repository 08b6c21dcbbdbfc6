"""What was said at a door or on the phone, apart from any request or observation."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from tongzhou.core.personal import Personal
from tongzhou.privacy.fields import SealedField
from tongzhou.registry.choices import ContactWay
from tongzhou.registry.models.people import Household


class Contact(models.Model):
    """One call, visit or message with a household. Append-only."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=ContactWay)
    key_id = models.UUIDField()
    note = SealedField()
    client_id = models.UUIDField(null=True, unique=True)

    personal: ClassVar = {
        "at": Personal("when we last spoke", "contact", "registry.contacts"),
        "note": Personal("what was said", "contact", "registry.contacts"),
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["household", "-at"], name="contact_story")]

    def __str__(self) -> str:
        return f"{self.way} {self.household_id}"
