"""Forms of the room: they clean what was typed; the actions decide."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongzhou.core.forms import ActionForm
from tongzhou.core.ids import uuid7
from tongzhou.followup.actions import Check, Enrolment
from tongzhou.followup.choices import (
    HIGHEST_TENTHS,
    LOWEST_TENTHS,
    RECORDED,
    RECORDED_OUTCOMES,
    USUAL_TENTHS,
    CheckState,
    Level,
    NeedKind,
    Source,
    Way,
    check_word,
)
from tongzhou.followup.models import Policy, Symptom
from tongzhou.registry.picking import WhoField
from tongzhou.ui.forms import Renderer
from tongzhou.ui.widgets import Chips, Segmented, Stepper

# A law is cited by its name, in whatever language the record is kept.
LEGAL_BASIS = "《中华人民共和国传染病防治法》第三十九条"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TENTHS = re.compile(r"(\d{2})(?:\.(\d))?")


def degrees(tenths: int) -> str:
    """Tenths of a degree as they are typed: 365 is "36.5"."""
    return f"{tenths // 10}.{tenths % 10}"


class CelsiusField(forms.CharField):
    """A temperature as people type it ("36.5", "36,5", "36。5", "３６．５"); cleans to tenths."""

    default_error_messages = {"form": _("Write the temperature like this: 36.5")}

    def __init__(self, **kwargs: Any) -> None:
        stepper = Stepper(
            step="0.1", low=degrees(LOWEST_TENTHS), high=degrees(HIGHEST_TENTHS),
            start=degrees(USUAL_TENTHS), unit="°C",
        )  # fmt: skip
        super().__init__(widget=stepper, max_length=8, **kwargs)

    def clean(self, value: Any) -> Any:
        """Tenths of a degree Celsius, or None."""
        text = unicodedata.normalize("NFKC", super().clean(value))
        text = text.replace(",", ".").replace("。", ".").removesuffix("°C").strip()
        if not text:
            return None
        found = TENTHS.fullmatch(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["form"], code="form")
        return int(found[1]) * 10 + int(found[2] or 0)


class CheckForm(ActionForm):
    """One check. `state` is the button that was pressed; on a visit it is one of the fields.

    Drawn as a whole, as on a visit, it shows first how it went, and the rest once that is known.
    """

    template_name = "followup/check_of_visit.html"
    state = forms.ChoiceField(choices=CheckState, widget=forms.HiddenInput)
    celsius = CelsiusField(label=_("Temperature"), required=False)
    source = forms.ChoiceField(
        label=_("Taken at"), choices=Source, widget=Segmented, required=False
    )
    symptoms = forms.MultipleChoiceField(label=_("Symptoms"), widget=Chips, required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs something"), choices=NeedKind, widget=Chips, required=False
    )
    need_text = forms.CharField(label=_("What exactly"), required=False, max_length=500)
    way = forms.ChoiceField(
        label=_("How"), choices=[c for c in Way.choices if c[0] != Way.SELF], widget=Segmented
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, asked: list[Symptom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["symptoms"].choices = [(s.key, s.label) for s in asked]  # type: ignore[attr-defined]

    def check(self, follow_up_id: int) -> Check:
        """What was typed, for the action."""
        data = self.cleaned_data
        return Check(
            follow_up_id=follow_up_id,
            state=data["state"],
            client_id=data["client_id"] or uuid7(),
            tenths=data["celsius"],
            source=data["source"] or Source.UNKNOWN,
            symptoms=data["symptoms"],
            note=data["note"],
            way=data["way"],
            needs=data["needs"],
            need_text=data["need_text"],
        )


class CorrectionForm(CheckForm):
    """A check that is corrected; needs stay what they are."""

    template_name = Renderer.form_template_name
    needs = None  # type: ignore[assignment]
    need_text = None  # type: ignore[assignment]
    state = forms.ChoiceField(
        label=_("How it went"),
        choices=[(s, check_word(s, is_recorded=True)) for s in CheckState if s in RECORDED],
        widget=Segmented,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def check(self, follow_up_id: int) -> Check:
        """What was typed, for the action."""
        self.cleaned_data |= {"needs": (), "need_text": ""}
        return super().check(follow_up_id)


class EnrolForm(ActionForm):
    """Who is to be observed, why and since when."""

    resident = WhoField(label=pgettext_lazy("observation", "Who"), only="resident")
    reason: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Reason"), queryset=None, to_field_name="key", widget=Segmented,
        empty_label=None,
    )  # fmt: skip
    last_exposure_on = forms.DateField(
        label=_("Last exposure"), widget=DAY,
        help_text=_("The day they left the outbreak area or last met the ill person. The days are counted from here."),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Level"), choices=Level, widget=Segmented, initial=Level.MEDICAL
    )
    evidence = forms.CharField(
        label=_("What it rests on"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A list that was received, a result, the person's own word."),
    )  # fmt: skip
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=120, initial=LEGAL_BASIS)
    disease: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Disease"), queryset=None, to_field_name="key", empty_label=None
    )
    notes = forms.CharField(
        label=_("What those who care must know"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, reasons: Any, diseases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]
        self.fields["disease"].queryset = diseases  # type: ignore[attr-defined]

    def enrolment(self) -> Enrolment:
        """What was typed, for the action."""
        data = self.cleaned_data
        return Enrolment(
            resident_id=data["resident"].resident_id,
            reason=data["reason"].key,
            last_exposure_on=data["last_exposure_on"],
            level=data["level"],
            evidence=data["evidence"],
            legal_basis=data["legal_basis"],
            disease=data["disease"].key,
            notes=data["notes"],
        )


class VersionForm(ActionForm):
    """A deed on an observation as the person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ExtendForm(VersionForm):
    """More days, with the reason."""

    days = forms.IntegerField(
        label=_("More days"), initial=7, widget=Stepper(low="1", high="60", start="7")
    )
    reason = forms.CharField(
        label=pgettext_lazy("observation", "Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OutcomeForm(VersionForm):
    """The observation ends otherwise than by release."""

    outcome = forms.ChoiceField(
        label=_("What happened"),
        choices=[(o.value, o.label) for o in RECORDED_OUTCOMES],
        widget=Segmented,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CancelForm(VersionForm):
    """Entered in error."""

    note = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class NeedForm(ActionForm):
    """What the household needs."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("need", "What"), choices=NeedKind, widget=Segmented
    )
    text = forms.CharField(label=_("What exactly"), max_length=500)


class AlarmForm(ActionForm):
    """Call the health desk."""

    words = forms.CharField(
        label=_("What worries you"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class DeedForm(ActionForm):
    """What was done about an alarm."""

    deed = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandOverForm(ActionForm):
    """Who calls from now on."""

    member: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Who calls from now on"), queryset=None
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        field.queryset = members  # type: ignore[attr-defined]
        field.label_from_instance = lambda member: member.user.name  # type: ignore[attr-defined]


class PolicyForm(ActionForm):
    """The values in force from a day on."""

    effective_on = forms.DateField(label=_("In force from"), widget=DAY)
    observation_days = forms.IntegerField(
        label=_("Days after the last exposure"), min_value=1, max_value=90
    )
    checks_per_day = forms.IntegerField(label=_("Checks a day"), min_value=1, max_value=2)
    morning_from = forms.TimeField(label=_("Morning from"))
    morning_until = forms.TimeField(label=_("Morning until"))
    evening_from = forms.TimeField(label=_("Evening from"))
    evening_until = forms.TimeField(label=_("Evening until"))
    celsius = CelsiusField(label=_("Alarm from"))
    missed_before_visit = forms.IntegerField(
        label=_("Missed checks before a visit"), min_value=1, max_value=10
    )
    daily_quota = forms.IntegerField(
        label=_("Checks a day for one member at most"), min_value=1, max_value=2000
    )

    def values(self) -> dict[str, Any]:
        """What was typed, for the action."""
        data = dict(self.cleaned_data)
        return {"alarm_tenths": data.pop("celsius"), **data}

    @staticmethod
    def initial_of(policy: Policy) -> dict[str, Any]:
        """The values in force as a beginning."""
        names = [n for n in PolicyForm.base_fields if n not in ("effective_on", "celsius")]
        return {n: getattr(policy, n) for n in names} | {"celsius": degrees(policy.alarm_tenths)}
