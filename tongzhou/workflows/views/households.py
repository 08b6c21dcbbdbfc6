"""Search and the household page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.core import clock
from tongzhou.privacy.access_log import record_view
from tongzhou.registry.actions.contacts import note_contact
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.queries.search import people
from tongzhou.workflows.forms import ContactForm
from tongzhou.workflows.queries import households

FOUND_LIMIT = 50
STORY_STEP = 20
STORY_LIMIT = 200
STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
CARERS = (*STAFF, Role.HEALTH_WORKER)


@open_to(*CARERS, Role.BUILDING_DIRECTOR)
def search(request: ActingRequest) -> HttpResponse:
    """Find a person or a door: name, pinyin, initials, phone tail, address."""
    text = request.GET.get("q", "").strip()
    found = people(request.acting, text, limit=FOUND_LIMIT) if text else None
    if found:
        record_view(
            request.acting,
            "workflows.search",
            now=clock.now(),
            residents=found.resident_ids,
            households=found.household_ids,
        )
    return render(request, "workflows/search.html", {"text": text, "found": found})


@open_to(*CARERS, Role.BUILDING_DIRECTOR)
def household(request: ActingRequest, pk: int) -> HttpResponse:
    """Who lives there and everything open for them."""
    return _household_page(request, pk, ContactForm())


@open_to(*STAFF)
@require_POST
def contact(request: ActingRequest, pk: int) -> HttpResponse:
    """Write down what was said; what was typed stays when it cannot be saved."""
    form = ContactForm(request.POST)
    if form.is_valid():
        noted = form.run(note_contact, request.acting, pk, now=clock.now(), **form.cleaned_data)
        if noted:
            return redirect("workflows:household", pk)
    return _household_page(request, pk, form, status=422)


@open_to(*CARERS)
def story(request: ActingRequest, pk: int) -> HttpResponse:
    """The story of a household, newest first: a part of its page, or a page without script."""
    asked = request.GET.get("lines", "")
    limit = min(int(asked), STORY_LIMIT) if asked.isdecimal() else STORY_STEP
    now = clock.now()
    home = households.one(request.acting, pk)
    lines = households.story(request.acting, pk, limit=limit + 1)
    record_view(request.acting, "workflows.story", now=now, households=[pk])
    more = limit + STORY_STEP if len(lines) > limit else 0
    context = {"household": home, "lines": lines[:limit], "more": more, "now": now}
    part = "#lines" if request.htmx else ""
    return render(request, f"workflows/story.html{part}", context)


def _household_page(
    request: ActingRequest, pk: int, form: ContactForm, status: int = 200
) -> HttpResponse:
    now = clock.now()
    page = households.household_page(request.acting, pk, now=now)
    record_view(
        request.acting,
        "workflows.household",
        now=now,
        residents=page.resident_ids,
        households=[pk],
    )
    context = {
        "page": page,
        "now": now,
        "form": form,
        "may_write": request.acting.is_staff,
        "may_see_story": request.acting.role in CARERS,
    }
    return render(request, "workflows/household.html", context, status=status)
