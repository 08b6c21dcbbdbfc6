"""Every sentence a person sees exists in Chinese."""

from check_translations import breaches

from tests.house.sources import PACKAGE


def test_every_sentence_is_translated() -> None:
    assert not list(breaches(PACKAGE))
