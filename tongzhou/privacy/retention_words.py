"""What each class of personal data is and why it is kept, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class KindOfData:
    """A class of personal data."""

    label: Text
    purpose: Text
    counted_from: Text


CLASSES: Mapping[str, KindOfData] = {
    "resident": KindOfData(
        _("Residents: names, birth dates, ID and telephone numbers, notes"),
        _("to know whom we serve and to reach them"),
        _("moving away"),
    ),
    "observation": KindOfData(
        _("Home observation: temperatures, symptoms, notes, orders"),
        _("to care for people who must stay at home"),
        _("release"),
    ),
    "request": KindOfData(
        _("Requests and errands: what was asked for and answered"),
        _("to do what was asked and to report back"),
        _("confirmation"),
    ),
    "request_document": KindOfData(
        _("Papers and photographs handed in for a request"),
        _("to do papers on somebody's behalf"),
        _("confirmation"),
    ),
    "contact": KindOfData(
        _("Notes of calls and visits"), _("so that nobody asks twice"), _("the call or visit")
    ),
    "pass": KindOfData(
        _("Passes of households and what happened to them"),
        _("to know a pass at the gate"),
        _("the last day of the pass"),
    ),
    "crossing": KindOfData(
        _("Who went through a gate, and visitors"),
        _("to keep the rules of the gate, and to trace a contact"),
        _("the crossing"),
    ),
    "field": KindOfData(
        _("Records of phones, as they came in"),
        _("so that nothing recorded outdoors is lost"),
        _("their arrival"),
    ),
    "volunteer": KindOfData(
        _("Volunteers: names, telephone numbers, what they offer, health limits"),
        _("to call people to a duty they can do"),
        _("leaving"),
    ),
    "import_file": KindOfData(
        _("Uploaded rosters"), _("to read them into the registry"), _("the upload")
    ),
    "account": KindOfData(
        _("Accounts and posts of staff and volunteers"), _("to know who acts"), _("leaving")
    ),
    "access_log": KindOfData(
        _("Who looked at whom"), _("so that residents see who looked"), _("the look")
    ),
    "audit_body": KindOfData(
        _("Details of the record of actions"),
        _("to find out what happened; the chained record itself stays"),
        _("the action"),
    ),
}
