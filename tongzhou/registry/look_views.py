"""Who looked at a resident's data, for who answers for the committee."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.privacy.queries import who_looked
from tongzhou.registry import access
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.queries.unit_names import unit_words
from tongzhou.registry.rights import may_see_looks

SHOWN = 200


@open_to(Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
def looks(request: ActingRequest, pk: int) -> HttpResponse:
    """The newest looks at one resident and the household; colleagues by number."""
    acting, now = request.acting, clock.now()
    if not may_see_looks(acting):
        raise Http404
    person = access.get_or_404(access.residents(acting), pk=pk)
    shown = who_looked(
        [pk], [person.household_id], limit=SHOWN, before=now, unit_words=unit_words()
    )
    record_view(acting, "registry.who_looked", now=now, residents=[pk])
    context = {"person": person, "looks": shown, "now": now}
    return render(request, "registry/who_looked.html", context)
