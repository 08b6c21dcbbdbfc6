"""Bringing in a map: kept, read in a child process, buildings linked, made the current one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.closures import access, files
from tongzhou.closures.actions.links import link_by_name
from tongzhou.closures.actions.rows import only_staff
from tongzhou.closures.choices import MapState
from tongzhou.closures.models import StreetMap
from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.core.jobs import Progress, enqueue
from tongzhou.formats.children import ChildFailed, Declined
from tongzhou.planners.closure.worker import read_streets
from tongzhou.registry.access import get_or_404
from tongzhou.registry.acting import Acting

READ_JOB = "closures.map.read"
CHUNK = 2**20


@transaction.atomic
def upload(acting: Acting, chunks: Iterable[bytes], *, name: str, now: datetime) -> StreetMap:
    """Keep a file of streets and have it read in the background."""
    row = _added(acting, chunks, name=name, now=now)
    if row.state != MapState.READY:
        row.state, row.failure = MapState.READING, {}
        row.job = enqueue(READ_JOB, {"map": row.pk}, now=now, by=acting.user_id)
        row.save()
    return row


def import_file(acting: Acting, path: Path, *, now: datetime) -> StreetMap:
    """Bring in a file at once, for the command line."""
    try:
        with path.open("rb") as file, transaction.atomic():
            row = _added(acting, iter(lambda: file.read(CHUNK), b""), name=path.name, now=now)
    except OSError as error:
        raise Refusal(
            _("There is no file that can be read at %(path)s.") % {"path": path}
        ) from error
    if row.state != MapState.READY:
        _read(row, now=now)
    return row


def _added(acting: Acting, chunks: Iterable[bytes], *, name: str, now: datetime) -> StreetMap:
    """A row for the file; the same file has one row for ever."""
    only_staff(acting)
    suffix = files.suffix_of(name)
    digest, size = files.keep(chunks, suffix)
    known = access.maps(acting).filter(digest=digest).first()
    if known:
        return known
    row = StreetMap(
        name=name[:80], digest=digest, suffix=suffix, size=size, added_at=now,
        added_by_id=acting.user_id,
    )  # fmt: skip
    row.save()
    audit.record("closures.map.added", actor=acting, now=now, obj=row, digest=digest)
    return row


@transaction.atomic
def make_current(acting: Acting, pk: int, *, now: datetime) -> StreetMap:
    """New plans are made on this map from now on."""
    only_staff(acting)
    row = get_or_404(access.maps(acting).select_for_update(), pk=pk)
    if row.state != MapState.READY:
        raise Refusal(_("This map cannot be used: it could not be read."))
    access.maps(acting).filter(is_current=True).update(is_current=False)
    row.is_current = True
    row.save(update_fields=["is_current"])
    audit.record("closures.map.current", actor=acting, now=now, obj=row)
    return row


def read_in_background(payload: Mapping[str, Any], progress: Progress, *, now: datetime) -> None:
    """Read an uploaded file."""
    row = access.maps(Acting.system()).get(pk=payload["map"])
    _read(row, now=now)
    progress.report(1, 1)


def _read(row: StreetMap, *, now: datetime) -> None:
    """Read in a child process; what it says is stored in one transaction."""
    try:
        found = read_streets(files.streets(row.digest, row.suffix), told=lambda _said: None)
    except Declined as declined:
        row.state, row.failure = MapState.FAILED, {"code": declined.code, "params": declined.params}
        row.save()
        return
    except ChildFailed:
        row.state, row.failure = MapState.FAILED, {"code": "fault"}
        row.save()
        return
    files.keep_drawing(row.digest, found["map"])
    with transaction.atomic():
        _keep(row, found)
        link_by_name(row, found["map"], now=now)


def _keep(row: StreetMap, found: dict[str, Any]) -> None:
    system = Acting.system()
    row.state, row.failure = MapState.READY, {}
    row.bounds, row.counts = found["bounds"], found["counts"]
    row.attribution = found["attribution"]
    row.is_current = not access.maps(system).filter(is_current=True).exists()
    row.save()
