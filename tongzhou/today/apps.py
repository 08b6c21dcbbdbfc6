"""The today app."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """Knows no room by name: it asks every installed one for its module `today`."""

    name = "tongzhou.today"
    label = "today"
