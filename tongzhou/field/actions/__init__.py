"""What can be done in this room."""

from tongzhou.field.actions.opening import Before, Held, Opened, end, open_shift
from tongzhou.field.actions.receiving import Receipt, receive
from tongzhou.field.actions.tray import set_aside, try_again

__all__ = [
    "Before",
    "Held",
    "Opened",
    "Receipt",
    "end",
    "open_shift",
    "receive",
    "set_aside",
    "try_again",
]
