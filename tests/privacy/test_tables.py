"""Keys are in a database of their own from the first start on."""

import sqlite3
from contextlib import closing

import pytest
from django.apps import apps
from django.db import router

from tests.tables import FILES, tables

DJANGOS = {"django_migrations", "sqlite_sequence"}


@pytest.mark.parametrize("alias", FILES)
def test_the_first_start_makes_in_each_database_its_own_tables_and_no_others(alias: str) -> None:
    with closing(sqlite3.connect(tables() / FILES[alias])) as file:
        found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    models = apps.get_models(include_auto_created=True)
    own = {m._meta.db_table for m in models if router.allow_migrate_model(alias, m)}
    assert {name for (name,) in found} - DJANGOS == own
