"""What the planner found and what was done, in sentences for people."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from tongzhou.roster.choices import Edit

# What breaks where one person takes one place.
BREAKS = {
    "H1 availability": _("not offered: this part of this day"),
    "H2 rest": _("less than 11 hours of rest beside another duty"),
    "H2 hours in 24": _("more than 12 hours of duty within 24"),
    "H2 skill": _("a skill is missing that is needed there"),
    "H3 duties a week": _("more duties in the week than there should be"),
    "H3 nights a week": _("more than two nights in the week"),
    "H3 nights in a row": _("more than two nights in a row"),
    "H3 who may do nights": _("no nights, by age or health"),
    "H4 cold": _("a cold night for somebody who must be warm"),
    "H5 walk": _("more than 14 minutes to walk, or a post without a heated room for who needs one"),
    "H6 never together": _("stands with somebody they must not meet"),
    "H8 required": _("more people than are needed there"),
}

FORBIDDEN = {
    "there": _("%(name)s stands here already."),
    "at once": _("%(name)s has another duty at that time. Take them off there first."),
    "minor": _("%(name)s may be under 18 and cannot stand at night. Choose somebody else."),
    "unwell": _("%(name)s was unwell at the muster of that day. Choose somebody else."),
    "out": _("%(name)s called out of this duty. If they come after all, take the call-out back."),
    "away": _("%(name)s does not take part on that day. Choose somebody else."),
}

FAILURES = {
    "too_complex": _("There was not enough memory or time. Plan fewer days at once."),
    "check_failed": _("The roster broke a rule (%(rule)s) and is not shown. Plan it again."),
    "fault": _("Planning failed through a fault of ours. Plan it again."),
}


def breaks(rule: str) -> str:
    """What breaks, in words."""
    return str(BREAKS.get(rule, rule))


def forbidden(code: str, name: str) -> str:
    """Why nobody may decide so."""
    return str(FORBIDDEN[code]) % {"name": name}


def failure(given: Mapping[str, Any]) -> str:
    """Why there is no roster, and what to do next."""
    sentence = FAILURES.get(given.get("code", "fault"), FAILURES["fault"])
    return str(sentence) % {"rule": "", **given.get("params", {})}


def why_empty(counts: Mapping[str, int]) -> list[str]:
    """What keeps people from a place: the rule that keeps most, then the others."""
    return [_kept(rule, n) for rule, n in counts.items()]


def _kept(rule: str, n: int) -> str:
    sentences = {
        "H1 availability": ngettext(
            "%(n)d did not offer it", "%(n)d did not offer it", n),
        "H2 rest": ngettext(
            "%(n)d has duty then or needs the rest", "%(n)d have duty then or need the rest", n),
        "H2 hours in 24": ngettext(
            "%(n)d would have over 12 hours in 24", "%(n)d would have over 12 hours in 24", n),
        "H2 skill": ngettext(
            "%(n)d lacks the skill needed", "%(n)d lack the skill needed", n),
        "H3 duties a week": ngettext(
            "%(n)d has enough duties that week", "%(n)d have enough duties that week", n),
        "H3 nights a week": ngettext(
            "%(n)d has enough nights that week", "%(n)d have enough nights that week", n),
        "H3 nights in a row": ngettext(
            "%(n)d would have three nights in a row", "%(n)d would have three nights in a row", n),
        "H3 who may do nights": ngettext(
            "%(n)d must not stand at night", "%(n)d must not stand at night", n),
        "H4 cold": ngettext(
            "%(n)d must not stand in the cold", "%(n)d must not stand in the cold", n),
        "H5 walk": ngettext(
            "%(n)d lives too far away or needs a heated room",
            "%(n)d live too far away or need a heated room", n),
        "H6 never together": ngettext(
            "%(n)d must not meet who stands there", "%(n)d must not meet who stands there", n),
        "no gain": ngettext(
            "%(n)d could come: put them there", "%(n)d could come: put one there", n),
    }  # fmt: skip
    return sentences.get(rule, "%(n)d") % {"n": n}


def listed(words: Iterable[str]) -> str:
    """Several things in one sentence."""
    return pgettext("between things", ", ").join(words)


def lasting(minutes: int) -> str:
    """So many minutes, in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def done(kind: str, name: str, where: str) -> str:
    """What somebody else did meanwhile, for whoever comes too late."""
    sentences = {
        Edit.PUT: gettext("put %(name)s at %(where)s"),
        Edit.TAKEN_OFF: gettext("took %(name)s off %(where)s"),
        Edit.MOVED: gettext("moved %(name)s (%(where)s)"),
        Edit.PINNED: gettext("pinned %(name)s at %(where)s"),
        Edit.UNPINNED: gettext("unpinned %(name)s at %(where)s"),
        Edit.UNDONE: gettext("undid a change of %(name)s at %(where)s"),
        Edit.PLANNED: gettext("had the roster planned anew"),
        Edit.PUBLISHED: gettext("published the roster"),
        Edit.CALLED_OUT: gettext("noted that %(name)s cannot come (%(where)s)"),
        Edit.CAME_AFTER_ALL: gettext("noted that %(name)s comes after all (%(where)s)"),
        Edit.STEPPED_IN: gettext("had %(name)s step in at %(where)s"),
        Edit.SWAPPED: gettext("swapped %(name)s (%(where)s)"),
        Edit.MISSING: gettext("noted that %(name)s did not come (%(where)s)"),
        Edit.UNFIT: gettext("sent %(name)s home, unwell (%(where)s)"),
        Edit.CAME_LATE: gettext("noted that %(name)s came (%(where)s)"),
        Edit.REPAIRED: gettext("adopted a repair (%(name)s, %(where)s)"),
    }
    return sentences[Edit(kind)] % {"name": name, "where": where}
