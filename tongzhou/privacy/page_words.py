"""What was looked at, in words a resident understands, by the keys given to `record_view`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOME_PAGE = _("a page with your data")

WORDS: Mapping[str, str | Promise] = {
    "desk.callbacks": _("the list of calls to make"),
    "desk.deed": _("a step on your behalf"),
    "desk.delivery": _("a delivery to your door"),
    "desk.errand": _("an errand for you"),
    "desk.errands": _("the list of errands"),
    "desk.file": _("a paper handed in with your request"),
    "desk.list": _("the list of requests"),
    "desk.mandate": _("the paper that lets us act for you"),
    "desk.new": _("taking down a request"),
    "desk.referred": _("requests referred to a department"),
    "desk.request": _("your request"),
    "desk.slip": _("the printed slip of your request"),
    "followup.alarms": _("the list of health alarms"),
    "followup.call": _("a call about how you are"),
    "followup.check": _("noting how you are"),
    "followup.correct": _("correcting a note of how you are"),
    "followup.hand_over": _("handing your observation over to a health worker"),
    "followup.list": _("the list of people at home under observation"),
    "followup.observation": _("your home observation"),
    "followup.order": _("the printed order of home observation"),
    "followup.release": _("the printed note of release"),
    "followup.rounds": _("the round from door to door"),
    "field.deliveries": _("deliveries taken along on a phone"),
    "field.rounds": _("the round taken along on a phone"),
    "gates.between": _("the search for contacts at a gate"),
    "gates.crossings": _("the list of who went through a gate"),
    "gates.door": _("whose pass went through a gate"),
    "gates.fever": _("a fever measured at a gate, to ask how you are"),
    "gates.pass": _("your household's pass"),
    "gates.passes": _("the list of passes"),
    "gates.sheet": _("the printed sheet of passes"),
    "registry.building": _("the list of who lives in your building"),
    "registry.export": _("an extract of the registry as a file"),
    "registry.group": _("your neighbour group"),
    "registry.groups": _("the list of neighbour groups"),
    "registry.household_edit": _("your household's record"),
    "registry.id_number": _("your ID number"),
    "registry.resident": _("your record"),
    "registry.resident_edit": _("changing your record"),
    "registry.who_looked": _("who looked at your data"),
    "roster.edit": _("changing what you offer"),
    "roster.erase": _("erasing your record as a volunteer"),
    "roster.link": _("making a link to your page as a volunteer"),
    "roster.volunteer": _("your record as a volunteer"),
    "roster.volunteers": _("the list of volunteers"),
    "roster.roster": _("a roster"),
    "roster.on_duty": _("the page of who is on duty"),
    "roster.hours": _("the list of hours of duty"),
    "roster.hours_of": _("your hours of duty"),
    "roster.hours_export": _("the list of hours of duty taken out as a file"),
    "roster.certificate": _("printing a certificate of your hours"),
    "roster.thanks": _("the list of whom to thank"),
    "roster.place": _("who could stand a shift"),
    "roster.step_in": _("whom to phone for an empty place"),
    "roster.tell": _("whom to tell of a duty"),
    "roster.repair": _("the least change of a roster"),
    "roster.muster": _("the roll of a muster"),
    "today.list": _("the list of the day's work"),
    "workflows.household": _("your household's page"),
    "workflows.search": _("a search"),
    "workflows.story": _("what was done for your household so far"),
    "workflows.visit": _("a visit at your door"),
}


def in_plain_words(page: str) -> str:
    """The sentence for a page, or a general one for a page that no longer exists."""
    return str(WORDS.get(page, SOME_PAGE))
