"""The list of requests, as the committee reads it."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tongzhou.desk import actions
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry.acting import Acting

SignIn = Callable[[Acting], Client]


def page(client: Client, **query: str) -> str:
    return client.get(reverse("desk:list"), query).content.decode()


def test_the_list_says_what_its_times_are(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    client = signed_in(cast.worker)
    assert "Due or done" in page(client)
    actions.withdraw(cast.worker, permit, now=NOW)

    assert "When closed" in page(client, view="closed", sort="-closed")


def test_what_is_late_on_its_way_shows_when_it_was_due(
    cast: Cast, signed_in: SignIn, permit: ServiceRequest
) -> None:
    actions.mark_ready(cast.worker, permit, now=NOW, brings="准生证")
    actions.send_out(cast.worker, permit, now=NOW)

    rows = page(signed_in(cast.worker)).split("<tbody>")[1].split("</tbody>")[0]
    assert "done " not in rows


def test_a_service_nobody_has_says_so_instead_of_nothing(cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.worker), reverse("desk:services")

    assert "No service of this name" in client.get(url, {"q": "火箭"}).content.decode()
