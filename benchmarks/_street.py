"""A street of any size in a throw-away folder, for the benchmarks that need one."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any


def made(folder: Path, *, residents: int, observations: int) -> Path:
    """Fill a folder with the invented street, by the command a user would type."""
    environment = os.environ | {"TONGZHOU_DATA": str(folder)}
    size = ["--residents", str(residents), "--observations", str(observations)]
    subprocess.run([sys.executable, "-m", "tongzhou", "demo", *size], env=environment, check=True)
    return folder


@contextmanager
def open_street(options: argparse.Namespace, *, observations: int) -> Iterator[None]:
    """The street in the folder `--data`, or one of `--residents` made for this run alone."""
    with tempfile.TemporaryDirectory() as scratch:
        made_here = partial(made, residents=options.residents, observations=observations)
        open_here(options.data or made_here(Path(scratch)))
        yield


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
