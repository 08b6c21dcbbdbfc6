"""How forms are drawn, and the one form the interface itself owns.

`{{ form }}` and `{% field form.name %}` give the same accessible mark-up.
"""

import unicodedata

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _


class Renderer(DjangoTemplates):
    """Form renderer of the house (setting FORM_RENDERER)."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


class ConfirmByName(forms.Form):
    """A deed that cannot be undone goes ahead only when its name has been typed."""

    confirm_name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, *args: object, expected: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.expected = expected

    def clean_confirm_name(self) -> str:
        """Refuse anything but the name; width and outer spaces do not count."""
        typed = str(self.cleaned_data["confirm_name"])
        if _plain(typed) != _plain(self.expected):
            message = _("This is not the same name. Type it as it stands above.")
            raise forms.ValidationError(message, code="other_name")
        return typed


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
