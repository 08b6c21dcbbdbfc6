"""Forms that carry one action: a refusal lands beside what was typed."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from tongzhou.core.errors import Refusal

T = TypeVar("T")


class ActionForm(forms.Form):
    """A form whose valid content is handed to one action."""

    def run(self, action: Callable[..., T], *args: Any, **kwargs: Any) -> T | None:
        """Do the action; a refusal becomes an error of the form, and the answer is None."""
        try:
            return action(*args, **kwargs)
        except Refusal as refusal:
            field = refusal.field if refusal.field in self.fields else None
            self.add_error(field, str(refusal.sentence))
            return None

    def refusals(self) -> list[str]:
        """Everything that was wrong, as sentences, where there is no form to show them in."""
        return [str(error) for errors in self.errors.values() for error in errors]
