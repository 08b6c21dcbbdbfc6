"""Single values of a file, or a sentence with the place (a JSON pointer) where they are wrong."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 1e6


class BadRoster(ValueError):
    """What is wrong with a file, and where."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(f"{where or '/'}: {message}")
        self.where, self.message = where, message


class Row:
    """An object of a file; whatever is in it and never asked for is reported as unknown."""

    def __init__(self, content: Any, where: str, known: Iterable[str]) -> None:
        if not isinstance(content, Mapping):
            raise BadRoster(where, "An object is needed here.")
        self.content, self.where = content, where
        known = sorted(known)
        for key in content:
            if key not in known:
                raise BadRoster(
                    self.at(key), f"There is no such field; known are {', '.join(known)}."
                )

    def at(self, key: object) -> str:
        """The place of a field."""
        return f"{self.where}/{str(key).replace('~', '~0').replace('/', '~1')}"

    def fail(self, key: str, message: str) -> BadRoster:
        """An error at a field."""
        return BadRoster(self.at(key), message)

    def text(self, key: str, default: str | None = None) -> str:
        """A name that is not empty."""
        return text(self.content.get(key, default), self.at(key))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false, nothing that only looks like it."""
        found = self.content.get(key, default)
        if not isinstance(found, bool):
            raise self.fail(key, f"{found!r} is neither true nor false.")
        return found

    def number(
        self, key: str, default: float | None = None, *, least: float = 0.0, most: float = MOST
    ) -> float:
        """A number within limits."""
        return number(self.content.get(key, default), self.at(key), least, most)

    def count(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number."""
        return count(self.content.get(key, default), self.at(key), least)

    def day(self, key: str) -> date:
        """A date."""
        value = self.content.get(key)
        try:
            return date.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise self.fail(key, f"{value!r} is no date such as 2020-02-03.") from None

    def time(self, key: str) -> datetime:
        """A local date with time."""
        value = self.content.get(key)
        try:
            found = datetime.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise self.fail(key, f"{value!r} is no time such as 2020-02-03T19:00.") from None
        if found.tzinfo is not None:
            raise self.fail(key, "Give local time, without an offset.")
        return found

    def items(self, key: str, read: Callable[[Any, str], T]) -> list[T]:
        """A list, read one by one; a list that is not there is empty."""
        found = self.content.get(key, [])
        if not isinstance(found, list):
            raise self.fail(key, "A list is needed here.")
        return [read(item, f"{self.at(key)}/{number}") for number, item in enumerate(found)]

    def names(self, key: str) -> frozenset[str]:
        """A list of names, each once."""
        found = self.items(key, text)
        for number, name in enumerate(found):
            if name in found[:number]:
                raise BadRoster(f"{self.at(key)}/{number}", f"{name} is there twice.")
        return frozenset(found)

    def counts(self, key: str) -> dict[str, int]:
        """Whole numbers by name."""
        row = self.part(key)
        return {name: count(value, row.at(name)) for name, value in row.content.items()}

    def part(self, key: str) -> "Row":
        """An object with names for keys; one that is not there is empty."""
        found = self.content.get(key, {})
        return Row(found, self.at(key), found if isinstance(found, Mapping) else ())


def text(value: Any, where: str) -> str:
    """A name that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise BadRoster(where, "A name is needed here.")
    return value


def number(value: Any, where: str, least: float = 0.0, most: float = MOST) -> float:
    """A number within limits; neither true nor infinity is one."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise BadRoster(where, f"{value!r} is no number from {least:g} to {most:g}.")
    return float(value)


def count(value: Any, where: str, least: int = 0) -> int:
    """A whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
        raise BadRoster(where, f"{value!r} is no whole number from {least}.")
    return value
