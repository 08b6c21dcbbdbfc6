"""A temperature at a gate reaches those who care for the household; the gate is told nothing.

Asked by the gates with every temperature that is too high. Who of the household stood there the
gate does not know, so the alarm says that it may be anybody of the household.
"""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from tongzhou.core import clock
from tongzhou.desk import access as desk
from tongzhou.desk.actions.intake import file_request
from tongzhou.desk.choices import Channel, Priority
from tongzhou.followup import access as followup
from tongzhou.followup.actions import raise_alarm
from tongzhou.followup.choices import UNSETTLED_ALARMS
from tongzhou.followup.queries.observations import active
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

# A visit at the door; the catalogue of a street may have taken it out.
SERVICES = ("visit", "question")


def noticed(household_id: int, *, tenths: int, at: datetime, place: str, now: datetime) -> None:
    """Call the health desk for a household under observation, else the committee: once a day."""
    with override("zh-hans"):
        words = _(
            "%(degrees)s °C at %(place)s at %(time)s. Somebody of this household: ask who, and how."
        ) % {
            "degrees": f"{tenths / 10:.1f}",
            "place": place,
            "time": f"{at + clock.local_offset(at):%H:%M}",
        }
    house = Acting.system()
    observed = active(house).filter(household=household_id)
    if not observed.exists():
        _call(house, household_id, words, at=at, now=now)
        return
    standing = followup.alarms(house).filter(observation__in=observed, state__in=UNSETTLED_ALARMS)
    if not standing.exists():
        raise_alarm(house, observed.order_by("pk").values_list("pk")[0][0], words=words, now=now)


def _call(house: Acting, household_id: int, words: str, *, at: datetime, now: datetime) -> None:
    found = {row.key: row for row in desk.services(house).filter(key__in=SERVICES)}
    service = next((found[key] for key in SERVICES if key in found), None)
    household = registry.households(house).filter(pk=household_id).first()
    once = uuid5(NAMESPACE_URL, f"fever:{household_id}:{clock.local_date(at)}")
    if service is None or household is None or desk.by_client_id(once):
        return
    file_request(
        house, service, {"details": words}, now=now, client_id=once, household=household,
        committee=household.committee, channel=Channel.STAFF, priority=Priority.URGENT,
    )  # fmt: skip
