"""Editing a service."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm
from tongzhou.desk import access
from tongzhou.desk.actions.catalogue import ServiceText
from tongzhou.desk.forms.fields import renewed, words
from tongzhou.desk.models import Service
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting

ONE_A_LINE = _("One a line.")
LONGEST_HOURS = 24 * 60


class ServiceForm(ActionForm):
    """All that can be changed of a service."""

    name = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    department: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Department"), required=False, empty_label=_("the committee itself")
    )
    target_hours = forms.IntegerField(
        label=_("Target time in hours"), min_value=1, max_value=LONGEST_HOURS
    )
    may_by_proxy = forms.BooleanField(label=_("Can be done on somebody's behalf"), required=False)
    papers = forms.CharField(
        label=_("Papers needed, in Chinese"),
        help_text=ONE_A_LINE,
        required=False,
        widget=words(rows=4),
    )
    papers_en = forms.CharField(
        label=_("Papers needed, in English"),
        help_text=ONE_A_LINE,
        required=False,
        widget=words(rows=4),
    )
    steps = forms.CharField(
        label=_("Steps, in Chinese"), help_text=ONE_A_LINE, required=False, widget=words(rows=6)
    )
    steps_en = forms.CharField(
        label=_("Steps, in English"), help_text=ONE_A_LINE, required=False, widget=words(rows=6)
    )
    is_active = forms.BooleanField(label=_("Offered for new requests"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, acting: Acting, service: Service) -> None:
        super().__init__(data, initial=stored(service))
        self.acting, self.service = acting, service
        self.fields["department"].queryset = registry.departments(acting)  # type: ignore[attr-defined]

    def text(self) -> ServiceText:
        """What was typed, for the action."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return ServiceText(**given)

    def theirs(self) -> list[tuple[str, str]]:
        """What somebody else saved meanwhile, where it differs from what was typed."""
        if not self.is_bound or "version" not in getattr(self, "cleaned_data", {}):
            return []
        fresh = registry.get_or_404(access.services(self.acting), pk=self.service.pk)
        if fresh.version == self.cleaned_data["version"]:
            return []
        self.data = renewed(self.data, version=fresh.version)
        kept = stored(fresh)
        return [
            (str(self.fields[name].label), str(kept[name]))
            for name in ("name", "name_en", "papers", "papers_en", "steps", "steps_en")
            if kept[name] != self.cleaned_data.get(name)
        ]


def stored(service: Service) -> dict[str, Any]:
    """A service as the form shows it."""
    steps = list(service.steps.all())
    plain = ("name", "name_en", "department", "target_hours", "may_by_proxy", "papers", "papers_en",
             "is_active", "version")  # fmt: skip
    return {name: getattr(service, name) for name in plain} | {
        "steps": "\n".join(s.text for s in steps),
        "steps_en": "\n".join(s.text_en for s in steps),
    }
