"""The field app."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongzhou.field.choices import OUTDOORS
from tongzhou.ui.nav import NavEntry


class FieldConfig(AppConfig):
    """Knows no room by name: it asks every installed one for its module `field`."""

    name = "tongzhou.field"
    label = "field"
    leaving = "field/js/leaving.js"
    nav: ClassVar = [
        NavEntry(
            "field:start", _("On duty outdoors"), "gate", OUTDOORS,
            _("Gate, rounds and deliveries on this phone, without a network too"),
        ),
    ]  # fmt: skip
