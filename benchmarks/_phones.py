"""Phones at gates as the server meets them, and the server as a user starts it."""

import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any

SEND = "/field/api/send"


class Phone:
    """A volunteer's phone at a gate, on one connection that stays open."""

    def __init__(self, number: uuid.UUID, secret: str, shift: uuid.UUID, passes: list[str]) -> None:
        self.authorization = f"Field {number}.{secret}"
        self._shift, self._passes, self._seq = str(shift), passes, 0
        self._rng = Random(number.int)
        self._line: HTTPConnection | None = None

    def batch(self, size: int) -> bytes:
        """So many crossings, each pass out and home before it goes again: days before."""
        now = datetime.now(UTC)
        entries = [self._entry(now) for _ in range(size)]
        return json.dumps({"now": now.isoformat(), "entries": entries}).encode()

    def _entry(self, now: datetime) -> dict[str, Any]:
        trip, is_home = divmod(self._seq, 2)
        self._seq += 1
        before, which = divmod(trip, len(self._passes))
        at = now - timedelta(days=3 * before, minutes=0 if is_home else 40)
        body = {
            "direction": "in" if is_home else "out", "pass": self._passes[which],
            "how": "scan", "persons": 1, "reason": None, "verdict": "go",
            "tenths": self._rng.randint(360, 369), "first_tenths": None, "word": "",
        }  # fmt: skip
        return {
            "id": str(uuid.UUID(int=self._rng.getrandbits(128), version=4)), "seq": self._seq,
            "shift": self._shift, "kind": "gate.crossing", "at": at.isoformat(), "doubt": 0,
            "body": body,
        }  # fmt: skip

    def send(self, port: int, content: bytes) -> tuple[dict[str, Any], float]:
        """Send, and wait for the answer; what it says and how many milliseconds it took."""
        said = {"Authorization": self.authorization, "Content-Type": "application/json"}
        start = time.perf_counter()
        self._line = self._line or HTTPConnection("127.0.0.1", port, timeout=60)
        self._line.request("POST", SEND, content, said)
        response = self._line.getresponse()
        answer = response.read()
        spent = (time.perf_counter() - start) * 1000
        if response.status != 200 or b'"refused": []' not in answer:
            raise RuntimeError(f"{response.status}: {answer[:300]!r}")
        return json.loads(answer), spent


def at_gates(count: int) -> list[Phone]:
    """So many new gates of one committee, a phone at each with passes that no other one sees."""
    from tongzhou.core import clock
    from tongzhou.field.actions import open_shift
    from tongzhou.registry.acting import Acting
    from tongzhou.registry.choices import PlaceKind
    from tongzhou.registry.models import Membership, Place

    member = Membership.objects.filter(role="volunteer", ended_on=None).earliest("pk")
    acting, passes, phones = Acting.by_membership(member), good_passes(), []
    for number in range(count):
        gate = Place.objects.create(
            name=f"出入口 {number}", committee_id=member.committee_id or 0, kind=PlaceKind.GATE
        )
        opened = open_shift(acting, "gate", place_id=gate.pk, device=None, now=clock.now())
        own = passes[number::count]
        phones.append(Phone(opened.device.number, opened.secret, opened.shift.number, own))
    return phones


def good_passes() -> list[str]:
    """Passes of the street, by the id that a phone reads off them."""
    from tongzhou.gates.models import Pass

    rows = Pass.objects.filter(state="active").order_by("pk")
    return [bytes(public_id).hex() for public_id in rows.values_list("public_id", flat=True)]


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """Tongzhou as a user starts it, without demo and without anything else to do; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {"TONGZHOU_DATA": str(folder), "TONGZHOU_DEMO": "0"}
    command = [sys.executable, "-m", "tongzhou", "serve", "--port", str(port)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
