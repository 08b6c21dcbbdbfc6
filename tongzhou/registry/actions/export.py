"""Letting all residents of a committee out in one file: the most guarded deed of the registry."""

import io
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.formats.roster_template import write_template
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.acting import Acting
from tongzhou.registry.queries.export import residents_here, roster_rows


@transaction.atomic
def export_roster(
    acting: Acting, *, reason: str, lang: Literal["zh", "en"], now: datetime
) -> bytes:
    """The filled template as XLSX: by the supervisor only, with a reason residents can read."""
    if not (acting.is_staff and acting.is_supervisor and acting.committee_id):
        raise Refusal(_("Only the supervisor of a committee takes out its list of residents."))
    if not reason.strip():
        raise Refusal(_("Say what the file is needed for."), field="reason")
    residents = residents_here(acting)
    record_view(
        acting,
        "registry.export",
        now=now,
        residents=[person.pk for person in residents],
        reason=reason.strip(),
    )
    audit.record("registry.roster.exported", actor=acting, now=now, residents=len(residents))
    stream = io.BytesIO()
    write_template(stream, lang=lang, rows=roster_rows(residents))
    return stream.getvalue()
