"""Writes of the room. Each is one transaction and one audit entry."""

from tongzhou.followup.actions.alarms import (
    acknowledge_alarm,
    close_alarm,
    handle_alarm,
    raise_alarm,
)
from tongzhou.followup.actions.checks import (
    Check,
    Recorded,
    correct,
    perform,
    perform_many,
    record_call,
    self_report,
    undo,
)
from tongzhou.followup.actions.endings import (
    cancel_as_error,
    lapse_unsigned,
    record_outcome,
    sign_release,
)
from tongzhou.followup.actions.enrolment import Enrolment, enrol, extend, hand_over, sign_second
from tongzhou.followup.actions.needs import (
    add_need,
    cancel_need,
    link_need_to_errand,
    meet_need,
    unlink_need,
)
from tongzhou.followup.actions.schedule import mark_missed, replan
from tongzhou.followup.actions.settings import load_catalogue, set_policy

__all__ = [
    "Check",
    "Enrolment",
    "Recorded",
    "acknowledge_alarm",
    "add_need",
    "cancel_as_error",
    "cancel_need",
    "close_alarm",
    "correct",
    "enrol",
    "extend",
    "hand_over",
    "handle_alarm",
    "lapse_unsigned",
    "link_need_to_errand",
    "load_catalogue",
    "mark_missed",
    "meet_need",
    "perform",
    "perform_many",
    "raise_alarm",
    "record_call",
    "record_outcome",
    "replan",
    "self_report",
    "set_policy",
    "sign_release",
    "sign_second",
    "undo",
    "unlink_need",
]
