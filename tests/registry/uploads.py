"""Uploading a roster in tests: through the page, read and applied at once."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.registry.rosters import row
from tongzhou.core import clock, jobs
from tongzhou.registry.models import RosterImport

GOOD = [row(phone="13911112222"), row("钱二", born="1990-01-01")]
BAD = [row(), row("钱二", born="1962-02-30"), row("孙三", phone="12")]


def upload(
    client: Client, content: bytes, name: str = "roster.xlsx", sheet: str = ""
) -> RosterImport:
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("registry:import_upload"), {"file": file, "sheet": sheet})
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    return RosterImport.objects.latest("pk")


def work_off() -> None:
    while jobs.run_one(clock.now()):
        pass


def page(client: Client, row: RosterImport) -> str:
    return client.get(reverse("registry:import", args=[row.pk])).content.decode()


def post(client: Client, name: str, row: RosterImport, **data: str) -> None:
    client.post(reverse(f"registry:{name}", args=[row.pk]), data)
    work_off()
    row.refresh_from_db()
