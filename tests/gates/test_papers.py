"""Passes on paper: what is printed is read back and verifies."""

import io
import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
import typst
import zxingcpp
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from PIL import Image

from tests.cast import NOW, Cast
from tongzhou.core import clock, papers
from tongzhou.core.jobs import run_one
from tongzhou.core.models import AuditEntry
from tongzhou.formats import passes
from tongzhou.formats.typesetter import font_folders
from tongzhou.gates import access, actions
from tongzhou.gates.models import Pass, PassKey
from tongzhou.gates.views.papers import printable
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]


@pytest.fixture(autouse=True)
def _quarter_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def cards(cast: Cast) -> list[Pass]:
    """Passes of all households of the Willow committee."""
    homes = (cast.chen, cast.wang, cast.gao)
    return [actions.issue(cast.worker, home.pk, now=NOW) for home in homes]


def picture(acting: Acting, rows: Sequence[Pass], language: str) -> Image.Image:
    """The sheet as it leaves the printer, at 150 dots an inch."""
    request = RequestFactory().get("/")
    request.acting = acting  # type: ignore[attr-defined]
    with translation.override(language):
        data = {"lang": language[:2], "cards": printable(request, rows)}  # type: ignore[arg-type]
    page = typst.compile(
        papers.PACKAGE / "gates" / "papers" / "passes.typ",
        root=papers.PACKAGE.parent,
        font_paths=font_folders(),
        ignore_system_fonts=True,
        format="png",
        ppi=150,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return Image.open(io.BytesIO(page))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_printed_is_read_back_and_verifies(
    cast: Cast, cards: list[Pass], language: str
) -> None:
    rows = access.passes(cast.worker).select_related(
        "household__building__compound", "committee", "key"
    )
    found = zxingcpp.read_barcodes(picture(cast.worker, list(rows), language))
    keys = {key.number: bytes(key.public) for key in PassKey.objects.all()}
    bodies = [passes.verify(code.text, keys, at=int(NOW.timestamp())) for code in found]
    assert {b.pass_id for b in bodies} == {bytes(c.public_id) for c in cards}


def test_a_sheet_marks_its_passes_printed_and_the_next_holds_only_new_ones(
    cast: Cast, signed_in: SignIn, cards: list[Pass]
) -> None:
    client, url = signed_in(cast.worker), reverse("gates:sheet", args=[cast.willow_lane.pk])
    sheet = client.post(url, {"which": "new", "lang": "zh-hans"})
    assert sheet.headers["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    assert set(Pass.objects.values_list("printed_at", flat=True)) == {NOW}
    assert AuditEntry.objects.filter(key="gates.passes.printed").count() == 1
    again = client.post(url, {"which": "new"}, follow=True)
    assert "nothing to print" in again.content.decode()
    assert client.post(url, {"which": "all"}).content.startswith(b"%PDF")


def test_one_pass_is_printed_from_its_page_unless_it_opens_no_gate(
    cast: Cast, signed_in: SignIn, cards: list[Pass]
) -> None:
    client = signed_in(cast.worker)
    url = reverse("gates:single", args=[cards[0].pk])
    assert client.post(url).content.startswith(b"%PDF")
    actions.report_lost(cast.worker, cards[0].pk, now=NOW)
    assert client.post(url).status_code == 404
    assert signed_in(cast.neighbour_worker).post(url).status_code == 404


def test_a_compound_gets_its_missing_passes_in_the_background(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.worker)
    page = reverse("gates:compound", args=[cast.willow_lane.pk])
    assert "3 households have no pass" in client.get(page).content.decode()
    client.post(reverse("gates:issue_missing", args=[cast.willow_lane.pk]))
    assert reverse("gates:issuing", args=[cast.willow_lane.pk]) in client.get(page).content.decode()
    while run_one(NOW + timedelta(seconds=1)):
        pass
    assert "Every household with somebody at home has a pass" in client.get(page).content.decode()
    assert Pass.objects.count() == 3
    assert signed_in(cast.neighbour_worker).get(page).status_code == 404
