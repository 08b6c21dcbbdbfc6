"""The pages of crossings take few statements, and no more than they did."""

from django.urls import reverse

from tests.cast import Cast
from tests.gates.test_pages import SignIn, cost

MOST = {"gates:board": 5, "gates:crossings": 4, "gates:findings": 4}


def test_pages_of_crossings_take_few_statements(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.worker)
    for name, most in MOST.items():
        client.get(reverse(name))
        assert cost(client, reverse(name)) <= most, name


def test_the_fevers_take_three_statements(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.medic)
    client.get(reverse("gates:fevers"))
    assert cost(client, reverse("gates:fevers")) <= 3
