"""What one can do at the desk. Every function is one transaction and one audit entry."""

from tongzhou.desk.actions.callbacks import complete_callback, schedule_callback
from tongzhou.desk.actions.catalogue import edit_service, load_catalogue
from tongzhou.desk.actions.errands import (
    ErrandItem,
    advance_money,
    open_errand,
    record_spending,
    return_change,
    send_runner,
    tick_line,
)
from tongzhou.desk.actions.escalation import escalate_overdue
from tongzhou.desk.actions.intake import amend, file_by_household, identify, issue_link, take_call
from tongzhou.desk.actions.moves import (
    bring_back,
    confirm,
    confirm_by_link,
    decline,
    deliver,
    hold,
    mark_duplicate,
    mark_ready,
    refer,
    reopen,
    reopen_by_link,
    send_back,
    send_out,
    start_work,
    withdraw,
)
from tongzhou.desk.actions.papers import add_document, attach, move_document, tick_step
from tongzhou.desk.actions.record import add_note, assign, hand_on, log_contact

__all__ = [
    "ErrandItem",
    "add_document",
    "add_note",
    "advance_money",
    "amend",
    "assign",
    "attach",
    "bring_back",
    "complete_callback",
    "confirm",
    "confirm_by_link",
    "decline",
    "deliver",
    "edit_service",
    "escalate_overdue",
    "file_by_household",
    "hand_on",
    "hold",
    "identify",
    "issue_link",
    "load_catalogue",
    "log_contact",
    "mark_duplicate",
    "mark_ready",
    "move_document",
    "open_errand",
    "record_spending",
    "refer",
    "reopen",
    "reopen_by_link",
    "return_change",
    "schedule_callback",
    "send_back",
    "send_out",
    "send_runner",
    "start_work",
    "take_call",
    "tick_line",
    "tick_step",
    "withdraw",
]
