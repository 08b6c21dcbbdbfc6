"""A street of any size in a throw-away folder, for the benchmarks that need one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def made(folder: Path, *, residents: int, observations: int) -> Path:
    """Fill a folder with the invented street, by the command a user would type."""
    environment = os.environ | {"TONGZHOU_DATA": str(folder)}
    size = ["--residents", str(residents), "--observations", str(observations)]
    subprocess.run([sys.executable, "-m", "tongzhou", "demo", *size], env=environment, check=True)
    return folder


def open_here(folder: Path) -> None:
    """Let this process use the street in that folder."""
    os.environ["TONGZHOU_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongzhou.config.settings"
    import django

    django.setup()


def signed_in(role: str) -> tuple[Any, int | None]:
    """A browser of the first person with this role, and their committee."""
    from django.test import Client

    from tongzhou.registry.models import Membership

    member = Membership.objects.filter(role=role).select_related("user").earliest("pk")
    client = Client(headers={"accept-language": "zh-hans"}, raise_request_exception=True)
    client.force_login(member.user)
    return client, member.committee_id
