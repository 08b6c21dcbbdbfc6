"""Guessing passwords is made slow for who guesses, not for whose account it is.

Attempts are counted per account name and address together, so somebody who guesses from elsewhere
never keeps the owner out; and, generously, per address. Each further attempt must wait twice as
long as the one before. An attempt counts before the password is looked at, so that many at once
gain nothing; a right password takes its count back. Unknown names count like known ones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache

from tongzhou.core.tokens import digest_of

LONGEST = timedelta(minutes=15)
REMEMBERED = timedelta(hours=24)
# A whole office comes from one address at seven in the morning, and some of them mistype.
FREE_PER_ADDRESS = 300
ADDRESS_REMEMBERED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Attempts so far, and the moment before which the next one is refused."""

    attempts: int = 0
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class _Counter:
    key: str
    free: int
    remembered: timedelta

    def read(self) -> Tally:
        return Tally(*cache.get(self.key, ()))

    def add(self, now: datetime) -> None:
        attempts = self.read().attempts + 1
        wait = delay_after(attempts - self.free)
        self._write(Tally(attempts, now.timestamp() + wait.total_seconds()))

    def take_back(self) -> None:
        self._write(Tally(max(0, self.read().attempts - 1)))

    def forget(self) -> None:
        cache.delete(self.key)

    def _write(self, tally: Tally) -> None:
        value = (tally.attempts, tally.not_before)
        cache.set(self.key, value, timeout=int(self.remembered.total_seconds()))


def delay_after(attempts: int) -> timedelta:
    """1 s, 2 s, 4 s ... up to a quarter of an hour; nothing while attempts are free."""
    if attempts <= 0:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=2 ** min(attempts - 1, 20)))


def attempt(account: str, address: str, *, now: datetime) -> int:
    """Count an attempt; returns 0 if it may go on, else the seconds to wait first."""
    counters = _counters(account, address)
    not_before = max(counter.read().not_before for counter in counters)
    if not_before > now.timestamp():
        return ceil(not_before - now.timestamp())
    for counter in counters:
        counter.add(now)
    return 0


def succeeded(account: str, address: str) -> None:
    """The password was right: the account's count ends, the address gets this attempt back."""
    by_account, by_address = _counters(account, address)
    by_account.forget()
    by_address.take_back()


def _counters(account: str, address: str) -> tuple[_Counter, _Counter]:
    return (
        _Counter(_key(account.strip().casefold(), address), 0, REMEMBERED),
        _Counter(_key("", address), FREE_PER_ADDRESS, ADDRESS_REMEMBERED),
    )


def _key(account: str, address: str) -> str:
    """Neither names nor addresses stand in the cache."""
    return "slow." + digest_of("slowdown", f"{address} {account}").hex()
