"""Forms about people who act."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.accounts.forms import PASSWORD_HELP
from tongzhou.core.forms import ActionForm
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.actions.invitations import MOST_USES, Offered
from tongzhou.registry.rights import NEEDS_COMMITTEE
from tongzhou.ui.widgets import Segmented, Stepper

DAYS = [(1, _("1 day")), (7, _("7 days")), (30, _("30 days"))]


class InviteForm(ActionForm):
    """For which unit, for how long, and for how many; only what the role needs is asked."""

    committee: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Committee"))
    compound: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Compound"))
    department: forms.ModelChoiceField = forms.ModelChoiceField(None, label=_("Department"))
    uses = forms.IntegerField(
        label=_("How many people may use it"),
        help_text=_("One link for a whole group of volunteers, for instance on a notice."),
        min_value=1,
        max_value=MOST_USES,
        initial=1,
        widget=Stepper(low="1", high=str(MOST_USES), start="1"),
    )
    days = forms.TypedChoiceField(
        label=_("It can be used for"), coerce=int, choices=DAYS, initial=7, widget=Segmented
    )

    def __init__(self, *args: Any, acting: Acting, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        choices = {
            "committee": access.committees(acting),
            "compound": access.compounds(acting)
            .select_related("committee")
            .order_by("committee", "name"),
            "department": access.departments(acting),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name in set(choices) - _asked_of(acting, role):
            del self.fields[name]
        if role != Role.VOLUNTEER:
            del self.fields["uses"]
        if role == Role.HEALTH_WORKER and "committee" in self.fields:
            self.fields["committee"].required = False
            self.fields["committee"].help_text = _("Leave empty for the whole street.")

    def offered(self) -> Offered:
        """What was chosen."""
        units = {
            f"{name}_id": self.cleaned_data[name].pk
            for name in ("committee", "compound", "department")
            if self.cleaned_data.get(name)
        }
        return Offered(role=self.role, **units)


def _asked_of(acting: Acting, role: Role) -> frozenset[str]:
    """The units one has to choose for a role; a supervisor's committee is known."""
    if role == Role.BUILDING_DIRECTOR:
        return frozenset({"compound"})
    if role == Role.DEPARTMENT_DESK:
        return frozenset({"department"})
    is_in_committee = role in NEEDS_COMMITTEE or role == Role.HEALTH_WORKER
    return frozenset({"committee"} if is_in_committee and not acting.committee_id else ())


class JoinForm(ActionForm):
    """What somebody who was invited tells about themselves."""

    name = forms.CharField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("User name"),
        help_text=_("You sign in with it. Left empty, it is your name in pinyin."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password", "again"):
            self.fields[name].required = not self.wants_passkey

    def clean_again(self) -> str:
        """Both times the same, or a slip of the finger would lock one out."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type both again."))
        return again

    @property
    def wants_passkey(self) -> bool:
        """Whether the account is to be made without a password."""
        return self.data.get("way") == "passkey"

    def details(self) -> dict[str, Any]:
        """Arguments of `accept`."""
        password = None if self.wants_passkey else self.cleaned_data["password"]
        given = {name: self.cleaned_data[name] for name in ("name", "username")}
        return {**given, "password": password}


class MarkForm(ActionForm):
    """Flags of committee staff."""

    is_coordinator = forms.BooleanField(
        label=_("Coordinator"), required=False, help_text=_("Hands out work and sees what is late.")
    )
    is_supervisor = forms.BooleanField(
        label=_("Supervisor"),
        required=False,
        help_text=_("Answers for the committee; invites people."),
    )


class UnitForm(ActionForm):
    """Name and telephone of a unit."""

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
