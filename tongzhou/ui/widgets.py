"""Inputs made for thumbs: segmented choice, chips, stepper, search-as-you-type."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise


class Segmented(forms.RadioSelect):
    """A choice of two to five shown as one row of buttons."""

    template_name = "ui/forms/segmented.html"


class Chips(forms.CheckboxSelectMultiple):
    """Several of many, each a chip to press."""

    template_name = "ui/forms/chips.html"


class Stepper(forms.TextInput):
    """A number with minus and plus beside it; `step`, `low`, `high` in the number's own unit."""

    template_name = "ui/forms/stepper.html"

    def __init__(
        self,
        *,
        step: str = "1",
        low: str = "",
        high: str = "",
        start: str = "",
        unit: str | Promise = "",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        digits = max(0, -int(Decimal(step).as_tuple().exponent))
        self.settings = {"step": step, "min": low, "max": high, "start": start, "digits": digits}
        self.unit = unit
        super().__init__({"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the stepper's settings and unit."""
        return super().get_context(name, value, attrs) | {
            "stepper": self.settings,
            "unit": self.unit,
        }


class Combobox(forms.Widget):
    """Type, see results, pick one. The value is the picked id; the typed words are `<name>_q`.

    `source` is the address of a page part with `<li role="option" data-value data-label>` for the
    words in its `q`. Without script the words are posted and the view shows the results itself.
    """

    template_name = "ui/forms/combobox.html"
    input_type = "text"

    def __init__(
        self,
        source: str | Promise,
        *,
        placeholder: str | Promise = "",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        self.source = source
        self.placeholder = placeholder
        self.words = ""
        self.picked = ""
        super().__init__(attrs)

    def use_required_attribute(self, initial: Any) -> bool:
        """Never: the box for the words is hidden once somebody is picked."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the source, the typed words, and what is picked in words (set `picked`)."""
        return super().get_context(name, value, attrs) | {
            "source": self.source,
            "placeholder": self.placeholder,
            "words": self.words,
            "picked": self.picked,
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The picked id; words and label are kept so that a failed form shows them again."""
        self.words = data.get(f"{name}_q", "")
        self.picked = data.get(f"{name}_label", "") if data.get(name) else ""
        return data.get(name)
