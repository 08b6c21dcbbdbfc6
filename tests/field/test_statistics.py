"""SQLite chooses an index by what it knows of a table; every night it looks again."""

import pytest
from django.db import connection

from tests.cast import Cast
from tests.field.conftest import Opens
from tongzhou.core.statistics import refresh
from tongzhou.gates.models import Crossing

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite only")


def test_what_is_known_of_crossings_is_looked_at_again(cast: Cast, opens: Opens) -> None:
    phone = opens(cast.volunteer)
    phone.write()
    phone.send()
    refresh(Crossing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'gates_crossing'")
        assert cursor.fetchone()[0] > 0
