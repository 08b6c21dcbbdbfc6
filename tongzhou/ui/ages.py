"""Ages shown as bands: nearer is rarely needed and says too much."""

from datetime import date

from django.utils.translation import gettext as _

# First year of each band; the last one is open.
STARTS = (0, 3, 7, 18, 45, 60, 70, 80)


def years(born_on: date, *, on: date) -> int:
    """Completed years of age on a day."""
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (not had_birthday)


def band(born_on: date | None, *, on: date) -> str:
    """The band in words: "60-69", "80 and over"; "age unknown" without a birth date."""
    if born_on is None:
        return _("age unknown")
    age = max(0, years(born_on, on=on))
    start = max(first for first in STARTS if first <= age)
    if start == STARTS[-1]:
        return _("%(start)d and over") % {"start": start}
    end = STARTS[STARTS.index(start) + 1] - 1
    return _("%(start)d–%(end)d years") % {"start": start, "end": end}
