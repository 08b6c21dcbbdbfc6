"""What the database knows of its tables, by which it chooses among indexes."""

from django.db import connection, models


def refresh(model: type[models.Model]) -> None:
    """Look at a sample of a table that grows fast; PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute(f'ANALYZE "{model._meta.db_table}"')
