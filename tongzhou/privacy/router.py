"""Keys live in a database of their own."""

from typing import Any

from django.db import models


class KeyRouter:
    """Send `PersonKey` to the database `keys`, everything else to `default`."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        """The database a model is read from."""
        is_key = (model._meta.app_label, model._meta.model_name) == ("privacy", "personkey")
        return "keys" if is_key else "default"

    db_for_write = db_for_read

    def allow_relation(self, *objects: models.Model, **hints: Any) -> bool:
        """Relations stay inside one database; keys have none."""
        return all(o._meta.label_lower != "privacy.personkey" for o in objects)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        """Only the key table is made in the key database, and nowhere else."""
        return (model_name == "personkey") == (db == "keys")
