"""A need of somebody under observation becomes a request at the desk, and is met with it (S4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core.errors import Refusal
from tongzhou.desk import access as desk
from tongzhou.desk.actions.errands import ErrandItem, open_errand
from tongzhou.desk.actions.intake import take_call
from tongzhou.desk.choices import Channel, State
from tongzhou.desk.models import Service, ServiceRequest
from tongzhou.followup import access as followup
from tongzhou.followup.actions.needs import link_need_to_errand, meet_need, unlink_need
from tongzhou.followup.choices import NeedKind, NeedState
from tongzhou.followup.models import Need
from tongzhou.privacy.keyring import Keyring
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

SERVICES = {
    NeedKind.FOOD: "shopping",
    NeedKind.WATER: "shopping",
    NeedKind.MEDICINE: "medicine",
    NeedKind.RUBBISH: "rubbish",
    NeedKind.CHILDCARE: "childcare",
    NeedKind.LETTER: "work_letter",
    NeedKind.OTHER: "shopping",
}
BROUGHT = (State.DELIVERED, State.CONFIRMED)
CAME_TO_NOTHING = (State.IMPOSSIBLE, State.CANCELLED, State.DUPLICATE)
BATCH = 500


@transaction.atomic
def request_for_need(acting: Acting, need_id: int, *, now: datetime) -> ServiceRequest:
    """Make the errand (or the request) that meets a need; pressed twice, it is made once."""
    needs = followup.needs(acting).select_related("observation__household", "observation__resident")
    need = registry.get_or_404(needs, pk=need_id)
    if need.state == NeedState.ERRAND:
        return registry.get_or_404(desk.requests(acting), pk=need.errand_ref)
    service = desk.services(acting).filter(key=SERVICES[NeedKind(need.kind)]).first()
    if service is None:
        raise Refusal(_("The catalogue has no service for this need. Ask the street office."))
    made = _filed(acting, need, service, now=now)
    link_need_to_errand(acting, need.pk, errand_ref=made.pk, now=now)
    return made


def _filed(acting: Acting, need: Need, service: Service, *, now: datetime) -> ServiceRequest:
    words = Keyring.of([need.key_id]).read(need, "text") or str(need.get_kind_display())
    household, resident = need.observation.household, need.observation.resident
    if household is None:
        raise Refusal(_("This person is no longer in the register."))
    if not service.is_errand:
        return take_call(
            acting, service=service, details=words, household=household, resident=resident,
            channel=Channel.STAFF, now=now,
        )  # fmt: skip
    return open_errand(
        acting, household=household, resident=resident, service=service, note=words,
        items=[ErrandItem(words)], source=f"followup.need:{need.pk}", now=now,
    )  # fmt: skip


def settle_needs(*, now: datetime) -> int:
    """Meet the needs whose errand was brought; open those again whose errand came to nothing."""
    house = Acting.system()
    waiting = followup.needs(house).filter(state=NeedState.ERRAND).order_by("pk")
    pairs = waiting.values_list("errand_ref", "pk")[:BATCH]
    by_errand = {errand: need for errand, need in pairs if errand is not None}
    states = desk.requests(house).filter(pk__in=by_errand).values_list("pk", "state")
    settled = 0
    for errand, state in states:
        if state in BROUGHT:
            meet_need(house, by_errand[errand], now=now)
        elif state in CAME_TO_NOTHING:
            unlink_need(house, by_errand[errand], now=now)
        settled += state in BROUGHT or state in CAME_TO_NOTHING
    return settled
