"""An empty office is made ready by its administrator."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.cast import NOW, PASSWORD, Cast
from tongzhou.accounts.models import User
from tongzhou.core.models import AuditEntry
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.office import found_office
from tongzhou.registry.models import Committee, Department


def test_from_founding_to_the_first_grid_worker(db: None) -> None:
    found_office("清河街道办事处", admin="gufeng", password=PASSWORD, now=NOW)
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get())
    for kind, name in (("committee", "学府居委会"), ("department", "民政办")):
        url = reverse("registry:add_unit", args=[kind])
        assert client.post(url, {"name": name}).status_code == 302
    committee = Committee.objects.get()
    page = client.post(
        reverse("registry:invite_to", args=["committee_staff"]),
        {"committee": committee.pk, "days": 7},
    )

    joined = Client().post(
        page.context["url"], {"name": "钱敏", "password": PASSWORD, "again": PASSWORD}
    )

    assert joined.status_code == 302
    member = User.objects.get(name="钱敏").memberships.get()
    assert (member.role, member.committee) == ("committee_staff", committee)
    assert Department.objects.get().name == "民政办"


def test_a_name_is_given_once(cast: Cast, signed_in: Callable[[Acting], Client]) -> None:
    url = reverse("registry:add_unit", args=["committee"])
    page = signed_in(cast.admin).post(url, {"name": "柳荫居委会"})
    assert "already" in page.content.decode()


def test_a_unit_is_renamed_and_that_is_on_record(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    url = reverse("registry:unit", args=["committee", cast.willow.pk])
    client = signed_in(cast.officer)
    assert "柳荫居委会" in client.get(url).content.decode()
    client.post(url, {"name": "柳树居委会", "name_en": "Willow", "phone": "027-1"})
    cast.willow.refresh_from_db()
    assert cast.willow.name == "柳树居委会"
    assert AuditEntry.objects.get().key == "registry.committee.renamed"


def test_units_are_named_by_the_street_only(
    cast: Cast, signed_in: Callable[[Acting], Client]
) -> None:
    assert signed_in(cast.secretary).get(reverse("registry:units")).status_code == 404
