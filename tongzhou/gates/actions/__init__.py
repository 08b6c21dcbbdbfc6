"""Writes of the room. Each is one transaction and one audit entry."""

from tongzhou.gates.actions.endings import (
    expire,
    lapse_unsigned,
    report_lost,
    restore,
    revoke,
    sign_second,
)
from tongzhou.gates.actions.findings import (
    reopen_finding,
    set_finding_aside,
    show_noted_door,
)
from tongzhou.gates.actions.issue import issue, issue_missing, mark_printed, reissue, start_issuing
from tongzhou.gates.actions.keys import rotate
from tongzhou.gates.actions.rules import may_set, proposed, set_rules
from tongzhou.gates.actions.tracing import note_traced, show_door, show_fever

__all__ = [
    "expire",
    "issue",
    "issue_missing",
    "lapse_unsigned",
    "mark_printed",
    "may_set",
    "note_traced",
    "proposed",
    "reissue",
    "reopen_finding",
    "report_lost",
    "restore",
    "revoke",
    "rotate",
    "set_finding_aside",
    "set_rules",
    "show_door",
    "show_fever",
    "show_noted_door",
    "sign_second",
    "start_issuing",
]
