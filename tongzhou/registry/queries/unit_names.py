"""What units are called in the reader's language, for where only their Chinese name was written."""

from collections.abc import Mapping

from tongzhou.registry import access
from tongzhou.registry.models.tree import is_english_wanted


def unit_words() -> Mapping[str, str]:
    """English names by Chinese name (one query), nothing for a Chinese reader (none).

    A name that several units share, each with another English one, stays as it was written.
    """
    if not is_english_wanted():
        return {}
    pairs = set(access.english_names())
    names = [name for name, _english in pairs]
    return {name: english for name, english in pairs if names.count(name) == 1}
