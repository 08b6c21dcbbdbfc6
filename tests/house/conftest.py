"""Pages of regret that say nothing, for tests that ask thousands of addresses for their status."""

import pytest
from django.http import HttpRequest, HttpResponse

from tongzhou.ui import errors


@pytest.fixture
def plain_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the status counts: drawing a page of regret two thousand times takes half a minute."""
    monkeypatch.setattr(errors, "_apologise", _only_the_status)


def _only_the_status(request: HttpRequest, code: int) -> HttpResponse:
    return HttpResponse(status=code)
