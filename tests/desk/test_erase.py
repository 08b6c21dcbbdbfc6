"""What was asked is forgotten by rule, in place; the numbers stay."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from tests.cast import NOW, Cast
from tongzhou.core.errors import Refusal
from tongzhou.desk import access, actions
from tongzhou.desk.choices import State
from tongzhou.desk.models import Attachment, ErrandLine, RequestEvent, ServiceRequest
from tongzhou.privacy import files, retention
from tongzhou.privacy.keyring import Keyring
from tongzhou.privacy.models import PersonKey, SealedFile


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def closed(cast: Cast, permit: ServiceRequest) -> ServiceRequest:
    actions.start_work(cast.worker, permit, note="我来办", now=NOW)
    actions.attach(cast.worker, permit, content=photo(), name="身份证.png", now=NOW)
    actions.mark_ready(cast.worker, permit, outcome="办好了", now=NOW)
    actions.confirm(cast.worker, permit, now=NOW)
    permit.refresh_from_db()
    return permit


def test_papers_and_files_go_after_a_week(cast: Cast, closed: ServiceRequest) -> None:
    file = Attachment.objects.get().file
    key_id = closed.document_key_id
    assert key_id is not None
    retention.erase_due(now=NOW + timedelta(days=6))
    assert files.read(file)

    retention.erase_due(now=NOW + timedelta(days=8))

    assert not SealedFile.objects.exists()
    assert not PersonKey.objects.filter(key_id=key_id).exists()
    assert all(bytes(d.name) == b"" for d in closed.documents.all())
    assert Keyring.of([closed.key_id]).read(closed, "details").startswith("准生证")


def test_the_request_is_forgotten_after_ninety_days(cast: Cast, closed: ServiceRequest) -> None:
    key_id = closed.key_id
    retention.erase_due(now=NOW + timedelta(days=91))

    closed.refresh_from_db()
    assert not PersonKey.objects.filter(key_id=key_id).exists()
    for field in ("caller_name", "caller_phone", "address", "details", "outcome"):
        assert bytes(getattr(closed, field)) == b""
    assert (closed.household, closed.resident, closed.caller_phone_index) == (None, None, None)
    assert all(bytes(e.text) == b"" for e in RequestEvent.objects.all())
    assert (closed.state, closed.committee) == (State.CONFIRMED, cast.willow)


def test_what_was_delivered_and_never_answered_is_forgotten_too(
    cast: Cast, shopping: ServiceRequest
) -> None:
    actions.send_runner(cast.worker, shopping, runner_name="小周", now=NOW)
    actions.send_out(cast.worker, shopping, now=NOW)
    actions.deliver(cast.worker, shopping, now=NOW)
    retention.erase_due(now=NOW + timedelta(days=91))

    shopping.refresh_from_db()
    assert shopping.is_erased
    assert shopping.errand.runner_name == ""
    assert all(bytes(line.text) == b"" for line in ErrandLine.objects.all())


def test_an_open_request_is_never_forgotten(cast: Cast, permit: ServiceRequest) -> None:
    retention.erase_due(now=NOW + timedelta(days=400))

    assert access.requests(cast.worker).get().erased_at is None


def test_a_forgotten_request_cannot_be_worked_on(cast: Cast, closed: ServiceRequest) -> None:
    retention.erase_due(now=NOW + timedelta(days=91))

    with pytest.raises(Refusal, match="erased by rule"):
        actions.reopen(cast.officer, closed, now=NOW + timedelta(days=92))


def test_a_request_reopened_after_its_papers_went_takes_new_ones(
    cast: Cast, closed: ServiceRequest
) -> None:
    retention.erase_due(now=NOW + timedelta(days=8))
    actions.reopen(cast.worker, closed, now=NOW + timedelta(days=9))
    paper = actions.add_document(cast.worker, closed, name="户口本", now=NOW + timedelta(days=9))

    assert Keyring.of([paper.key_id]).read(paper, "name") == "户口本"


def test_erasing_twice_is_erasing_once(closed: ServiceRequest) -> None:
    later = NOW + timedelta(days=91)
    assert retention.erase_due(now=later)["desk.requests"] == 1
    assert retention.erase_due(now=later)["desk.requests"] == 0
