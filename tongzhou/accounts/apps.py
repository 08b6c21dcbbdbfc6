"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Foundation: who can sign in, and how."""

    name = "tongzhou.accounts"
    label = "accounts"
