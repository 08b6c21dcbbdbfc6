"""Errors a person sees: one translatable sentence that says what to do next."""

from django.utils.functional import Promise


class Refusal(Exception):
    """A rule of the house says no; the sentence goes to the screen as it is."""

    def __init__(self, sentence: str | Promise, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Stale(Refusal):
    """Somebody else changed the record since this form was opened; nothing typed is lost."""
