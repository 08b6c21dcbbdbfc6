"""Keys live in a database of their own."""

from typing import Any

from django.db import models

IN_KEYS = frozenset({"personkey", "tombstone"})


class KeyRouter:
    """Send `PersonKey` and `Tombstone` to the database `keys`, everything else to `default`."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        """The database a model is read from."""
        return "keys" if _is_with_keys(model) else "default"

    db_for_write = db_for_read

    def allow_relation(self, *objects: models.Model, **hints: Any) -> bool:
        """Relations stay inside one database; keys have none."""
        return not any(_is_with_keys(each) for each in objects)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        """Only these tables are made in the key database, and nowhere else."""
        return (app_label == "privacy" and model_name in IN_KEYS) == (db == "keys")


def _is_with_keys(model: type[models.Model] | models.Model) -> bool:
    return model._meta.app_label == "privacy" and model._meta.model_name in IN_KEYS
