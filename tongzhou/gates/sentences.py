"""The rules of the gates in plain sentences, for people who have to live with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongzhou.gates.choices import Deliveries, Exempt, Interval, Vehicles, Visitors
from tongzhou.gates.models import GateRule

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule in words; what is said anew can be told from what stays."""

    about: str
    text: str
    is_new: bool = False


def sureness(doubt: int) -> str:
    """How far a phone's time may be off, of so many seconds."""
    if doubt <= 60:
        return _("time is right to the minute")
    return _("time may be off by %(span)s") % {"span": span(doubt)}


def span(seconds: int) -> str:
    """A length of time in the largest unit that fits, rounded up."""
    for unit, words in _UNITS:
        if seconds >= unit:
            return words(-(-seconds // unit))
    return _minutes(1)


def in_one_sentence(rule: GateRule) -> str:
    """What a pass allows, short enough to be printed on it."""
    parts = (_how_many(rule), _how_often(rule), _hours(rule), _how_long(rule))
    return _sentence(*parts)


def sentences(rule: GateRule) -> list[Sentence]:
    """All rules, one sentence each, in the order in which people ask."""
    return [Sentence(about, text) for about, text in _told(rule)]


def compared(before: GateRule, after: GateRule) -> list[Sentence]:
    """The sentences of the later rules; marked is what they say otherwise than before."""
    known = {one.text for one in sentences(before)}
    return [Sentence(s.about, s.text, s.text not in known) for s in sentences(after)]


def _told(rule: GateRule) -> Iterator[tuple[str, str]]:
    yield _("Going out"), _sentence(_how_many(rule), _how_often(rule))
    if rule.every_days and rule.interval == Interval.HOURS:
        yield _("How days are counted"), _("From the minute of going out, around the clock.")
    elif rule.every_days:
        yield _("How days are counted"), _("By calendar days, whatever the hour.")
    yield _("Hours"), _sentence(_hours(rule))
    if rule.most_minutes:
        text = _("%(back)s Who is late gets home all the same.")
        yield _("Coming back"), text % {"back": _sentence(_how_long(rule))}
    yield _("Without counting"), _exempt(rule)
    if rule.observed_stay_in:
        yield (
            _("Home observation"),
            _(
                "Households with somebody under home observation stay at home; what they need is brought to the door."
            ),
        )
    yield _("Visitors"), _VISITORS[Visitors(rule.visitors)]()
    yield _("Vehicles"), _VEHICLES[Vehicles(rule.vehicles)]()
    yield _("Deliveries"), _DELIVERIES[Deliveries(rule.deliveries)]()
    yield (
        _("Temperature"),
        _(
            "Measured at the gate. From %(degrees)s °C on you rest and are measured again; with a fever you go home and the committee helps."
        )
        % {"degrees": f"{rule.fever_tenths / 10:.1f}"},
    )
    yield (
        _("Pass"),
        ngettext("A pass holds for %(n)d day.", "A pass holds for %(n)d days.", rule.pass_days)
        % {"n": rule.pass_days},
    )


def _sentence(*parts: str) -> str:
    """Parts as one sentence, with a capital where the language has them."""
    text = _("%(all)s.") % {"all": _(", ").join(filter(None, parts))}
    return text[:1].upper() + text[1:]


def _how_many(rule: GateRule) -> str:
    n = rule.persons
    return ngettext(
        "%(n)d person of a household at a time", "%(n)d people of a household at a time", n
    ) % {"n": n}


def _how_often(rule: GateRule) -> str:
    n = rule.every_days
    if not n:
        return _("as often as needed")
    if n == 1:
        return _("once a day")
    return _("once every %(n)d days") % {"n": n}


def _hours(rule: GateRule) -> str:
    if rule.opens == MIDNIGHT and rule.closes == MIDNIGHT:
        return _("open day and night")
    closes = "24:00" if rule.closes == MIDNIGHT else f"{rule.closes:%H:%M}"
    return _("open %(from)s to %(until)s") % {"from": f"{rule.opens:%H:%M}", "until": closes}


def _how_long(rule: GateRule) -> str:
    hours, minutes = divmod(rule.most_minutes, 60)
    if not rule.most_minutes:
        return ""
    if minutes:
        n = rule.most_minutes
        return ngettext("back within %(n)d minute", "back within %(n)d minutes", n) % {"n": n}
    return ngettext("back within %(n)d hour", "back within %(n)d hours", hours) % {"n": hours}


def _exempt(rule: GateRule) -> str:
    words = [str(Exempt(need.value).label) for need in rule.exempt]
    if not words:
        return _("Nobody goes out besides these times.")
    return _("At any hour and not counted: %(all)s.") % {"all": _("; ").join(words)}


_VISITORS = {
    Visitors.NONE: lambda: _("No visitors; please talk by telephone."),
    Visitors.BY_CONSENT: lambda: _(
        "Visitors come in when the host agrees; name, telephone and temperature are noted."
    ),
    Visitors.OPEN: lambda: _("Visitors come in; name, telephone and temperature are noted."),
}
_VEHICLES = {
    Vehicles.NONE: lambda: _("No vehicles; ambulance and fire engine always pass."),
    Vehicles.RESIDENTS: lambda: _(
        "Only residents' vehicles; ambulance and fire engine always pass."
    ),
    Vehicles.OPEN: lambda: _("All vehicles pass."),
}
_DELIVERIES = {
    Deliveries.SHELF: lambda: _(
        "Parcels and food stay on the shelf at the gate; who cannot come down calls the committee."
    ),
    Deliveries.DOOR: lambda: _("Parcels and food are brought to the door."),
}


def _minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def _hours_long(n: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


_UNITS = ((86_400, _days), (3600, _hours_long), (60, _minutes))
