"""The privacy app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Foundation: knows subjects by number only, never imports a room."""

    name = "tongzhou.privacy"
    label = "privacy"
