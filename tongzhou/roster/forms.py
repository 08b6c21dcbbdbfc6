"""Forms of the room: they clean what was typed; the actions decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.forms import ActionForm
from tongzhou.registry.models import Committee, Compound, Place
from tongzhou.roster.actions import Details, PostDetails
from tongzhou.roster.choices import WEEKDAYS, Kind, Limit
from tongzhou.roster.models import Post, ShiftKind
from tongzhou.roster.queries.volunteers import Record
from tongzhou.ui.widgets import Chips, Stepper

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TEL = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
AGREE = _(
    "I agree that the committee keeps this to plan duties and to call me. "
    "It is erased %(days)s days after I leave, or at once when I ask."
)


MUST_AGREE = _("We may only keep this if you agree.")
NEEDED = {
    "weekdays": _("Choose at least one day."),
    "shifts": _("Choose at least one part of the day."),
}


def _numbers(label: Any, **kwargs: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(label=label, coerce=int, widget=Chips, **kwargs)


class DetailsForm(ActionForm):
    """What somebody tells of themselves; the choices of gates and compounds are given."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=30, widget=TEL)
    kind = forms.ChoiceField(label=_("You come as"), choices=Kind)
    unit = forms.CharField(
        label=_("From which unit"), max_length=80, required=False,
        help_text=_("Only if a unit or a company sends you."),
    )  # fmt: skip
    weekdays = _numbers(_("Days you can give"), choices=WEEKDAYS, required=False)
    shifts = _numbers(_("Parts of the day"), required=False)
    likes = _numbers(_("Which of them you like best"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "4", "autocomplete": "bday-year"}
        ),
        help_text=_("So that nobody under 18 or over 60 stands at night."),
    )  # fmt: skip
    limits = forms.MultipleChoiceField(
        label=_("What your health does not allow"), choices=Limit, widget=Chips, required=False
    )
    health = forms.CharField(
        label=_("Anything else about your health"), max_length=300, required=False,
        help_text=_("Only who plans the duties reads it."),
    )  # fmt: skip
    together = forms.CharField(
        label=_("With whom you would like to stand"), max_length=120, required=False
    )
    wish = forms.TypedChoiceField(
        label=pgettext_lazy("duty", "Where"), coerce=int, empty_value=None, required=False
    )
    compound = forms.TypedChoiceField(
        label=_("Where you live"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, gates: Sequence[Post], compounds: Iterable[Compound],
        shifts: Sequence[ShiftKind], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        parts = [(shift.pk, shift.label) for shift in shifts]
        self._choose("shifts", parts)
        self._choose("likes", parts)
        anywhere = ("", _("wherever somebody is needed"))
        self._choose("wish", [anywhere, *((gate.pk, gate.label) for gate in gates)])
        homes = ((place.pk, place.label) for place in compounds)
        self._choose("compound", [("", _("elsewhere")), *homes])

    def _choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        if name in self.fields:
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def details(self) -> Details:
        """What was typed, for the action."""
        data = self.cleaned_data
        return Details(
            name=data["name"], phone=data["phone"], kind=data["kind"], unit=data["unit"],
            weekdays=tuple(data["weekdays"]), shifts=tuple(data["shifts"]),
            likes=tuple(data["likes"]), birth_year=data["birth_year"],
            limits=tuple(data["limits"]), health=data["health"], together=data["together"],
            wish_id=data["wish"], compound_id=data["compound"], notes=data.get("notes"),
            may_lead=data.get("may_lead"),
        )  # fmt: skip

    @staticmethod
    def initial_of(found: Record) -> dict[str, Any]:
        """What is known, as a beginning."""
        row = found.volunteer
        return {
            "name": row.name, "phone": found.phone, "kind": row.kind, "unit": row.unit,
            "weekdays": found.weekdays, "shifts": [shift.pk for shift in found.shifts],
            "likes": [shift.pk for shift in found.likes], "birth_year": row.birth_year,
            "limits": row.limits, "health": found.health, "together": found.together,
            "wish": row.wish_id, "compound": row.compound_id, "notes": found.notes,
            "may_lead": row.may_lead,
        }  # fmt: skip


class JoinForm(DetailsForm):
    """Somebody comes forward on the public page."""

    consent = forms.BooleanField(error_messages={"required": MUST_AGREE})

    def __init__(self, *args: Any, days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = AGREE % {"days": days}
        for name, sentence in NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence


class StaffForm(DetailsForm):
    """The same as staff write it down, with what only they may say."""

    may_lead = forms.BooleanField(label=_("Can lead a post"), required=False)
    notes = forms.CharField(
        label=_("Notes for the coordinator"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words: Mapping[str, Any] = {
            "kind": _("They come as"), "weekdays": _("Days they can give"),
            "likes": _("Which of them they like best"), "compound": _("Where they live"),
            "limits": _("What their health does not allow"),
            "together": _("With whom they would like to stand"),
            "health": _("Anything else about their health"),
        }  # fmt: skip
        for name, label in words.items():
            self.fields[name].label = label
        self.fields["unit"].help_text = _("Only if a unit or a company sends them.")


class EnterForm(StaffForm):
    """Somebody who called or came by: name and phone are enough."""

    committee = forms.TypedChoiceField(coerce=int, widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label=_("Agreed, when asked, to be on the list and to be called"),
        error_messages={"required": _("Ask whether they agree to be on the list, then tick it.")},
    )

    field_order = ("committee", "name", "phone", "consent")

    def __init__(self, *args: Any, committees: Iterable[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("committee", [(unit.pk, unit.label) for unit in committees])


class AcceptForm(ActionForm):
    """They were called and take part."""

    may_lead = forms.BooleanField(label=_("Can lead a post"), required=False)


class PauseForm(ActionForm):
    """No duty for a while."""

    until = forms.DateField(
        label=_("Back on"), widget=DAY, required=False,
        help_text=_("Leave it empty if nobody knows yet."),
    )  # fmt: skip


class NeedForm(ActionForm):
    """How many are needed in each part of the day, from a day on."""

    effective_on = forms.DateField(label=_("From this day on"), widget=DAY)

    def __init__(self, *args: Any, shifts: Sequence[ShiftKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for shift in shifts:
            self.fields[f"people_{shift.pk}"] = people_field(shift)

    def people(self) -> dict[int, int]:
        """How many, by the part of the day."""
        return people_of(self.cleaned_data)


class PostForm(ActionForm):
    """What a post is like; with `shifts` also how many it needs from today on."""

    name = forms.CharField(label=_("Name of the round"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
    begins_at = forms.CharField(
        label=_("Where to come"), max_length=120, required=False,
        help_text=_("What somebody finds there who was never there before."),
    )  # fmt: skip
    is_heated = forms.BooleanField(label=_("Heated"), required=False)
    needs_leader = forms.BooleanField(label=_("Needs a leader"), required=False, initial=True)

    def __init__(
        self, *args: Any, is_round: bool, shifts: Sequence[ShiftKind] = (),
        committees: Iterable[Committee] = (), places: Iterable[Place] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if not is_round:
            del self.fields["name"], self.fields["name_en"]
        for shift in shifts:
            self.fields[f"people_{shift.pk}"] = people_field(shift, initial=0 if is_round else 2)
        self._first("place", _("Place"), places)
        self._first("committee", _("Committee"), committees)

    def _first(self, name: str, label: Any, units: Iterable[Committee] | Iterable[Place]) -> None:
        choices = [(unit.pk, unit.label) for unit in units]
        if not choices:
            return
        field = forms.TypedChoiceField(label=label, choices=choices, coerce=int)
        if len(choices) == 1 and name == "committee":
            field.widget, field.initial = forms.HiddenInput(), choices[0][0]
        self.fields = {name: field, **self.fields}

    def details(self) -> PostDetails:
        """What was typed, for the action."""
        names = ("name", "name_en", "begins_at", "is_heated", "needs_leader")
        return PostDetails(**{n: self.cleaned_data[n] for n in names if n in self.cleaned_data})

    def people(self) -> dict[int, int]:
        """How many, by the part of the day."""
        return people_of(self.cleaned_data)


class ShiftForm(ActionForm):
    """A part of the day."""

    name = forms.CharField(label=_("Name in Chinese"), max_length=20)
    name_en = forms.CharField(label=_("Name in English"), max_length=40, required=False)
    starts = forms.TimeField(
        label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=60, max_value=720, help_text=_("480 are eight hours.")
    )
    is_night = forms.BooleanField(label=_("A night: nobody under 18 or over 60"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


def people_field(shift: ShiftKind, *, initial: int | None = None) -> forms.IntegerField:
    """How many are needed in one part of the day."""
    stepper = Stepper(step="1", low="0", high="50", start="2")
    return forms.IntegerField(
        label=shift.label, min_value=0, max_value=50, widget=stepper, initial=initial
    )


def people_of(cleaned: Mapping[str, Any]) -> dict[int, int]:
    """The numbers of a form by the part of the day."""
    return {
        int(name.removeprefix("people_")): number
        for name, number in cleaned.items()
        if name.startswith("people_") and number is not None
    }
