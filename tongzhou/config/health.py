"""Is it up?"""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from tongzhou import __version__


def healthz(request: HttpRequest) -> JsonResponse:
    """Answers 200 once the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__, "database": connection.vendor})
