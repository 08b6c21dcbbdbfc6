"""What the papers say: the order at the beginning, the note at the end."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from tests.cast import NOW, Cast
from tests.followup.conftest import BASIS, END, check_of
from tongzhou.followup import actions
from tongzhou.followup.models import FollowUp, Observation
from tongzhou.followup.queries import papers
from tongzhou.followup.queries.record import record

LAST = NOW + timedelta(days=10)


def last_check(chen: Observation) -> FollowUp:
    return chen.follow_ups.filter(day=END).order_by("due_at")[0]


def test_the_order_names_the_day_that_was_ordered_and_each_extension_after_it(
    cast: Cast, chen: Observation
) -> None:
    actions.extend(cast.worker, chen.pk, days=3, reason="Fever at home", now=NOW)
    text = papers.order(record(cast.worker, chen.pk, now=NOW))["paragraphs"]

    ordered, later = (date_format(day) for day in (END, END + timedelta(days=3)))
    assert f"to {ordered}." in text[0]
    assert f"extended by 3 days, to {later}." in text[1]
    assert f"ends on {later}" in text[-1]
    assert not any("Fever at home" in paragraph for paragraph in text)


def test_the_basis_of_an_order_is_a_sentence_of_its_own(cast: Cast, chen: Observation) -> None:
    text = papers.order(record(cast.worker, chen.pk, now=NOW))["paragraphs"]
    assert text[0].endswith(f"Legal basis: {BASIS}.")


@pytest.mark.parametrize(
    ("symptoms", "words"),
    [
        ([], "The days are over and the last check found you well."),
        (["cough"], "The days are over."),
    ],
)
def test_the_note_of_release_says_well_only_of_who_was_well(
    cast: Cast, chen: Observation, symptoms: list[str], words: str
) -> None:
    actions.sign_second(cast.medic, chen.pk, now=NOW)
    actions.perform(cast.worker, check_of(last_check(chen), symptoms=symptoms), now=LAST)
    for acting in (cast.worker, cast.medic):
        actions.sign_release(acting, chen.pk, now=LAST)
    text = papers.release_note(record(cast.worker, chen.pk, now=LAST))["paragraphs"]

    assert words in text
