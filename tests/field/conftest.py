"""A gate, a volunteer with a phone, and what the phone says."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import NOW, Cast
from tongzhou.core import clock
from tongzhou.core.ids import uuid7
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import PlaceKind
from tongzhou.registry.models import Place


@pytest.fixture
def north_gate(cast: Cast) -> Place:
    return Place.objects.create(
        name="柳荫巷北口", name_en="Willow Lane north", committee=cast.willow, kind=PlaceKind.GATE
    )


@dataclass
class Phone:
    """A phone as the server meets it: it numbers what it writes and sends what it has."""

    client: Client
    opened: dict[str, Any]
    seq: int = 0
    written: list[dict[str, Any]] = field(default_factory=list)

    @property
    def remembered(self) -> dict[str, Any]:
        """What it says of itself when a shift is opened on it again."""
        shift = self.opened["shift"]
        before = {"id": shift["id"], "profile": shift["profile"], "place": shift["place"]["id"],
                  "opened_at": shift["opened_at"]}  # fmt: skip
        device = self.opened["device"]
        return {
            "device": device["id"], "owner": device["owner"], "forgotten": 0, "shifts": [before],
        }  # fmt: skip

    @property
    def authorization(self) -> str:
        device = self.opened["device"]
        return f"Field {device['id']}.{device['secret']}"

    def write(self, kind: str = "gate.crossing", at: datetime = NOW, **body: Any) -> dict[str, Any]:
        """Write one entry, and keep it."""
        self.seq += 1
        entry = {
            "id": str(uuid7()), "seq": self.seq, "shift": self.opened["shift"]["id"], "kind": kind,
            "at": at.isoformat(), "doubt": 0, "body": body or crossing(),
        }  # fmt: skip
        self.written.append(entry)
        return entry

    def send(self, *entries: dict[str, Any], now: datetime | None = None) -> Any:
        """Send these, or all that was written."""
        said = {
            "now": (now or clock.now()).isoformat(),
            "entries": list(entries) or self.written,
        }
        return self.ask("send", said)

    def ask(self, what: str, said: Any) -> Any:
        return self.client.post(
            f"/field/api/{what}", json.dumps(said), "application/json",
            headers={"authorization": self.authorization},
        )  # fmt: skip


def crossing(**changes: Any) -> dict[str, Any]:
    """What the app says of somebody who goes out."""
    return {
        "direction": "out", "pass": None, "how": "hand", "persons": 1, "reason": None,
        "verdict": "go", "tenths": 365, "first_tenths": None, "word": "",
    } | changes  # fmt: skip


Opens = Callable[..., Phone]


@pytest.fixture
def opens(signed_in: Callable[[Acting], Client], north_gate: Place) -> Opens:
    """Somebody opens a shift on a phone."""

    def open_shift(acting: Acting, profile: str = "gate", **changes: Any) -> Phone:
        client = signed_in(acting)
        said = {"profile": profile, "place": north_gate.pk, "device": None} | changes
        answer = client.post("/field/api/open", json.dumps(said), "application/json")
        assert answer.status_code == 200, answer.content
        # A phone sends without a session, long after it was signed in.
        return Phone(Client(headers={"accept-language": "en"}), answer.json())

    return open_shift


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: NOW)


def another_id() -> str:
    return str(uuid.uuid4())
