"""What is asked before something is done to a request: one form a deed."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.forms import ActionForm
from tongzhou.desk import access
from tongzhou.desk.choices import HOLD_REASONS, IMPOSSIBLE_REASONS, Direction, Shows, Where
from tongzhou.desk.forms.fields import (
    GOERS,
    STAFF,
    MemberField,
    PhotoField,
    YuanField,
    capital,
    members,
    renewed,
    words,
)
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.choices import ContactWay
from tongzhou.ui.widgets import Segmented


class DeedForm(ActionForm):
    """A form for one request; `kwargs_of` gives what its action is called with."""

    has_version: ClassVar = True
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, acting: Acting, row: ServiceRequest, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.acting, self.row, self.now = acting, row, now
        self.fields["version"].initial = row.version
        self.offer()

    def offer(self) -> None:
        """Fill choices that depend on who asks, and the usual answers."""

    def kwargs_of(self) -> dict[str, Any]:
        """Arguments of the action; the version only where the action takes one."""
        given = dict(self.cleaned_data)
        version = given.pop("version")
        return given | {"version": version} if self.has_version else given

    def renew(self, fresh: ServiceRequest) -> bool:
        """Somebody else changed the record: the next attempt knows its newest version."""
        is_stale = self.cleaned_data.get("version") not in (None, fresh.version)
        if is_stale:
            self.row = fresh
            self.data = renewed(self.data, version=fresh.version)
        return is_stale

    def stored(self) -> dict[str, str]:
        """What is stored now, by field, to show beside what was typed."""
        return {}

    def theirs(self) -> list[tuple[str, str]]:
        """The stored words under the labels of their fields, where they differ from the typed."""
        stored = self.stored().items()
        return [
            (str(self.fields[name].label), text)
            for name, text in stored
            if text != str(self.cleaned_data.get(name, ""))
        ]


class PlainForm(DeedForm):
    """Nothing to say, only to do."""


class NoteForm(DeedForm):
    """A deed with a note one may leave out."""

    note = forms.CharField(label=_("Note"), required=False, widget=words(autofocus=True))


class NoteOnlyForm(NoteForm):
    """The same for deeds that need no version."""

    has_version: ClassVar = False


class ReferForm(NoteForm):
    """To which department."""

    department: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Department"), empty_label=None
    )
    field_order = ["department", "note"]

    def offer(self) -> None:
        """All departments; the service's own is chosen already."""
        self.fields["department"].queryset = registry.departments(self.acting)  # type: ignore[attr-defined]
        self.fields["department"].initial = self.row.service.department_id
        self.fields["note"].label = _("What the department should know")


class SendBackForm(DeedForm):
    """Why it is not for this department."""

    note = forms.CharField(label=_("Why"), widget=words(autofocus=True))


class HoldForm(NoteForm):
    """What it waits for."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("request", "Reason"),
        choices=capital(HOLD_REASONS),
        widget=forms.RadioSelect,
    )
    field_order = ["reason", "note"]


class DeclineForm(DeedForm):
    """Why it cannot be done, in words for the resident."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("request", "Reason"),
        choices=capital(IMPOSSIBLE_REASONS),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("What the resident is told"), widget=words())


class ReadyForm(DeedForm):
    """What came of it."""

    outcome = forms.CharField(
        label=_("What came of it"),
        help_text=_("The caller is told this."),
        required=False,
        widget=words(autofocus=True),
    )
    brings = forms.CharField(
        label=_("To bring to the door"),
        help_text=_("The paper or thing that was made. Empty: an answer by phone is enough."),
        required=False,
        max_length=80,
    )


class SendOutForm(DeedForm):
    """Who brings it."""

    courier = MemberField(label=_("Who brings it"), empty_label=_("I bring it myself"))

    def offer(self) -> None:
        """Colleagues and helpers of the committee; nobody chosen: I do."""
        self.fields["courier"].queryset = members(self.acting, self.row, GOERS)  # type: ignore[attr-defined]


class DeliverForm(DeedForm):
    """How it came to the door."""

    is_contact_free = forms.BooleanField(
        label=_("Left at the door, without contact"), required=False, initial=True
    )
    photo = PhotoField(label=_("Photo"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=words(rows=2))


class DuplicateForm(DeedForm):
    """Which request it repeats."""

    code = forms.CharField(label=_("Code of the first request"), max_length=12)

    def clean_code(self) -> ServiceRequest:
        """The other request, if one may see it."""
        code = self.cleaned_data["code"].strip().upper()
        code = code if code.startswith("R-") else f"R-{code}"
        other = access.carried(self.acting).filter(code=code).first()
        if other is None:
            raise forms.ValidationError(_("There is no such request. Look at the code again."))
        return other

    def kwargs_of(self) -> dict[str, Any]:
        """The action wants the row."""
        given = super().kwargs_of()
        return given | {"of": given.pop("code")}


class NewNoteForm(DeedForm):
    """Something to remember."""

    has_version: ClassVar = False
    text = forms.CharField(label=_("Note"), widget=words(autofocus=True))
    is_for_department = forms.BooleanField(label=_("The department reads it too"), required=False)

    def offer(self) -> None:
        """A department's notes are read by both sides anyway."""
        if self.row.department_id is None or self.acting.department_id:
            del self.fields["is_for_department"]


class ContactForm(DeedForm):
    """How one spoke with them and what was said."""

    has_version: ClassVar = False
    way = forms.ChoiceField(
        label=_("How"), choices=ContactWay.choices, widget=Segmented, initial=ContactWay.CALL
    )
    note = forms.CharField(label=_("What was said"), required=False, widget=words())


class AssignForm(DeedForm):
    """Who takes it on."""

    user = MemberField(label=_("Colleague"), required=True, empty_label=None)

    def offer(self) -> None:
        """Those who carry requests in this committee, oneself first."""
        self.fields["user"].queryset = members(self.acting, self.row, STAFF)  # type: ignore[attr-defined]
        self.fields["user"].initial = self.acting.membership_id


class HandOnForm(NoteForm):
    """Which committee it belongs to."""

    committee: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Committee"), empty_label=None
    )
    field_order = ["committee", "note"]

    def offer(self) -> None:
        """All the others."""
        others = registry.committees(self.acting).exclude(pk=self.row.committee_id)
        self.fields["committee"].queryset = others  # type: ignore[attr-defined]


class PaperForm(DeedForm):
    """A paper and where it is."""

    has_version: ClassVar = False
    name = forms.CharField(label=_("Paper"), max_length=80)
    direction = forms.ChoiceField(
        label=_("Needed or produced"),
        choices=Direction.choices,
        widget=Segmented,
        initial=Direction.NEEDED,
    )
    where = forms.ChoiceField(
        label=_("Where it is now"), choices=Where.choices, initial=Where.WITH_COMMITTEE
    )


class AttachForm(DeedForm):
    """A photo or PDF."""

    has_version: ClassVar = False
    file = forms.FileField(
        label=_("Photo or PDF"),
        help_text=_("At most 15 MB. Photos lose place and time of taking."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def kwargs_of(self) -> dict[str, Any]:
        """Content and name; a helper's file shows a receipt."""
        file = self.cleaned_data["file"]
        return {"content": file.read(), "name": file.name, "shows": Shows.DOCUMENT}


class CallForm(DeedForm):
    """When to call."""

    has_version: ClassVar = False
    due_at = forms.DateTimeField(
        label=_("Call at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("What for"), required=False)


class RunnerForm(DeedForm):
    """Who goes."""

    has_version: ClassVar = False
    runner = MemberField(label=_("Who goes"), empty_label=_("I go myself"))
    runner_name = forms.CharField(
        label=_("A helper without an account"), required=False, max_length=60
    )

    def offer(self) -> None:
        """Colleagues and helpers; nobody chosen: I go."""
        self.fields["runner"].queryset = members(self.acting, self.row, GOERS)  # type: ignore[attr-defined]


class MoneyForm(DeedForm):
    """An amount."""

    has_version: ClassVar = False
    fen = YuanField()


class SpendingForm(MoneyForm):
    """What it cost, with the receipt."""

    receipt = PhotoField(label=_("Photo of the receipt"), required=False)
    note = forms.CharField(label=_("Note"), required=False)

    def offer(self) -> None:
        """The total of the ticked lines is a good guess."""
        self.fields["fen"].label = _("Spent in all, in yuan")


class LineForm(ActionForm):
    """One line of a shopping list: got or not, and for how much."""

    is_got = forms.BooleanField(required=False)
    cost_fen = YuanField(required=False)
