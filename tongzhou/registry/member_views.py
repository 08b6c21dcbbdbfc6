"""Pages about people who act: colleagues, invitations, and the units of the street."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.accounts.choices import Role
from tongzhou.accounts.entering import enter
from tongzhou.core import clock
from tongzhou.core.papers import typeset
from tongzhou.registry import access
from tongzhou.registry.actions import invitations, members
from tongzhou.registry.doors import ActingRequest, open_to
from tongzhou.registry.member_forms import InviteForm, JoinForm, MarkForm
from tongzhou.registry.middleware import SESSION_KEY
from tongzhou.registry.models import Membership
from tongzhou.registry.queries import members as queries
from tongzhou.registry.rights import MANAGERS, may_make_supervisors, roles_given_by
from tongzhou.ui import toasts
from tongzhou.ui.codes import qr_drawing


@open_to(*Role.values)
@require_POST
def act_as(request: ActingRequest) -> HttpResponse:
    """Act for another of one's units from now on."""
    chosen = request.POST.get("membership", "")
    own: list[Membership] = getattr(request.user, "active_memberships", [])
    if chosen not in {str(member.pk) for member in own}:
        raise Http404
    request.session[SESSION_KEY] = int(chosen)
    return redirect("/")


@open_to(*MANAGERS)
def people(request: ActingRequest) -> HttpResponse:
    """Colleagues, narrowed by role and words."""
    asked = queries.Asked(
        words=request.GET.get("q", "")[:60],
        role=request.GET.get("role", ""),
        has_left="left" in request.GET,
    )
    page = request.GET.get("page", "")
    shown = queries.members(request.acting, asked, page=int(page) if page.isdecimal() else 1)
    context = {
        "page": shown,
        "asked": asked,
        "roles": Role.choices,
        "managed": queries.managed_ids(request.acting, shown),
        "may_invite": bool(roles_given_by(request.acting)),
    }
    return render(request, "registry/members.html", context)


@open_to(*MANAGERS)
def member(request: ActingRequest, pk: int) -> HttpResponse:
    """One colleague one may manage: flags, a way back in, the end."""
    who = access.get_or_404(access.managed_members(request.acting), pk=pk)
    given = {"is_coordinator": who.is_coordinator, "is_supervisor": who.is_supervisor}
    form = MarkForm(request.POST or None, initial=given)
    if not may_make_supervisors(request.acting):
        form.fields["is_supervisor"].disabled = True
    if form.is_valid():
        marked = form.run(members.mark, request.acting, pk, **form.cleaned_data, now=clock.now())
        if marked:
            toasts.say(request, _("Saved."))
            return redirect("registry:member", pk)
    is_staff = who.role == Role.COMMITTEE_STAFF
    return render(request, "registry/member.html", {"who": who, "form": form, "is_staff": is_staff})


@open_to(*MANAGERS)
@require_POST
def end_membership(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody no longer acts for the unit."""
    who = members.end_membership(request.acting, pk, now=clock.now())
    said = _("%(name)s no longer acts for %(unit)s and is signed out.")
    back = reverse("registry:take_back", args=[pk])
    toasts.say(request, said % {"name": who.user.name, "unit": who.unit_label}, undo_url=back)
    return redirect("registry:members")


@open_to(*MANAGERS)
@require_POST
def take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Undo the end of a membership."""
    who = members.take_back(request.acting, pk, now=clock.now())
    said = _("%(name)s acts for %(unit)s again.")
    toasts.say(request, said % {"name": who.user.name, "unit": who.unit_label})
    return redirect("registry:members")


@open_to(*MANAGERS)
@require_POST
def reset_link(request: ActingRequest, pk: int) -> HttpResponse:
    """A link for somebody who cannot sign in; shown this once."""
    clears = "second_factor" in request.POST
    who = access.get_or_404(access.managed_members(request.acting), pk=pk)
    token = members.help_back_in(request.acting, pk, clears_second_factor=clears, now=clock.now())
    url = request.build_absolute_uri(reverse("accounts:reset", args=[token]))
    return render(request, "registry/reset_link.html", {"who": who, "url": url})


@open_to(*MANAGERS)
def invite(request: ActingRequest) -> HttpResponse:
    """Which role to invite to, and what was invited to and not used yet."""
    given = roles_given_by(request.acting)
    now = clock.now()
    context = {
        "roles": [role for role in Role if role in given],
        "invitations": queries.open_invitations(request.acting, now=now),
        "now": now,
    }
    return render(request, "registry/invite.html", context)


@open_to(*MANAGERS)
def invite_to(request: ActingRequest, role: str) -> HttpResponse:
    """Make an invitation to a role; its link is shown this once."""
    if role not in roles_given_by(request.acting):
        raise Http404
    form = InviteForm(request.POST or None, acting=request.acting, role=Role(role))
    if form.is_valid():
        lasts, uses = timedelta(days=form.cleaned_data["days"]), form.cleaned_data.get("uses", 1)
        made = form.run(
            invitations.invite,
            request.acting,
            form.offered(),
            uses=uses,
            lasts=lasts,
            now=clock.now(),
        )
        if made:
            return _show_invitation(request, *made)
    return render(request, "registry/invite_to.html", {"form": form, "role": Role(role)})


def _show_invitation(request: ActingRequest, invitation: Any, token: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("registry:join", args=[token]))
    context = {"invitation": invitation, "url": url, "token": token}
    return render(request, "registry/invitation.html", context)


@open_to(*MANAGERS)
@require_POST
def invitation_sheet(request: ActingRequest) -> HttpResponse:
    """An invitation on half a page of paper, for somebody who has its secret."""
    token = request.POST.get("token", "")
    invitation = invitations.invitation_behind(token, now=clock.now())
    if invitation is None:
        raise Http404
    url = request.build_absolute_uri(reverse("registry:join", args=[token]))
    drawing = qr_drawing(url)
    data = {
        "role": str(Role(invitation.role).label),
        "unit": invitation.unit_label,
        "office": invitation.office.label,
        "until": f"{clock.local_date(invitation.expires_at):%Y-%m-%d}",
        "url": url,
        "side": drawing.side,
        "path": drawing.path,
    }
    return HttpResponse(typeset("registry/invitation", data), content_type="application/pdf")


@open_to(*MANAGERS)
@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """An invitation that must no longer be used."""
    invitations.revoke(request.acting, pk, now=clock.now())
    toasts.say(request, _("The invitation is void."))
    return redirect("registry:invite")


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: a new account, or a further role for the one signed in."""
    now = clock.now()
    invitation = invitations.invitation_behind(token, now=now)
    if invitation is None:
        return render(request, "registry/join_over.html", status=410)
    if request.user.is_authenticated:
        return _join_as(request, token, {"invitation": invitation})
    form = JoinForm(request.POST or None)
    if form.is_valid():
        made = form.run(invitations.accept, token, **form.details(), now=now)
        if made:
            said = _("Welcome. Your user name is %(username)s.")
            toasts.say(request, said % {"username": made.user.get_username()})
            then = reverse("mfa_add_webauthn") if form.wants_passkey else "/"
            return enter(request, made.user, then=then)
    return render(request, "registry/join.html", {"invitation": invitation, "form": form})


def _join_as(request: HttpRequest, token: str, context: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "registry/join_as.html", context)
    made = invitations.accept_as(request.user, token, now=clock.now())  # type: ignore[arg-type]
    request.session[SESSION_KEY] = made.pk
    return redirect("accounts:me")
