"""Components: what the tags draw."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from tongzhou.core.work import QuickAction, Urgency, WorkItem
from tongzhou.ui import samples
from tongzhou.ui.forms import ConfirmByName
from tongzhou.ui.templatetags.ui import TONE_ICONS
from tongzhou.ui.widgets import Stepper

NOW = datetime(2020, 2, 3, 7, 0, tzinfo=UTC)
TONES = sorted(TONE_ICONS)


class VisitForm(forms.Form):
    who = forms.CharField(label="Who", help_text="The one who opens")
    celsius = forms.DecimalField(widget=Stepper(step="0.1", start="36.5", unit="°C"))
    note = forms.CharField(required=False)


def draw(source: str, query: str = "", **context: Any) -> str:
    """Render a template with the interface's tags, in English."""
    template = engines["django"].from_string("{% load ui %}" + source)
    request = RequestFactory().get("/here/" + query)
    with translation.override("en"):
        return str(template.render({"now": NOW, **context}, request))


@pytest.mark.parametrize("tone", TONES)
def test_a_state_never_stands_by_colour_alone(tone: str) -> None:
    html = draw("{% status tone 'Fever' %}", tone=tone)

    assert "<svg" in html
    assert "Fever" in html


def test_every_icon_that_templates_name_is_in_the_sprite() -> None:
    html = draw("{% icon 'search' 'Search' %}")

    assert 'aria-label="Search"' in html
    assert "icons.svg#search" in html


def test_a_typed_value_is_kept_and_the_error_belongs_to_its_field() -> None:
    form = VisitForm({"who": "", "celsius": "warm", "note": "两袋米"})
    html = draw("{{ form }}", form=form)

    assert 'value="warm"' in html
    assert 'value="两袋米"' in html
    assert 'aria-describedby="id_who_helptext id_who_error"' in html
    assert 'id="id_who_error"' in html
    assert 'href="#id_celsius"' in html


def test_one_field_is_drawn_as_the_whole_form_draws_it() -> None:
    form = VisitForm()

    assert draw("{% field form.note %}", form=form).strip() in draw("{{ form }}", form=form)


def test_what_people_wrote_is_escaped_everywhere() -> None:
    evil = "<script>x</script>"
    source = (
        "{% card title=evil who=evil door=evil note=evil %}{% endcard %}{% chip evil %}"
        "{% list_row title=evil sub=evil %}{% endlist_row %}{% status 'info' evil %}"
        "{% phone evil %}{% copy_button evil %}{% empty evil evil %}{% qr 'x' evil %}"
        "{% page_header title=evil sub=evil %}{% endpage_header %}{% key_hint evil %}"
        "{% confirm '/x/' evil evil evil %}"
    )

    assert "<script>" not in draw(source, evil=evil)


def test_an_alarm_says_since_when_and_can_be_called() -> None:
    item = WorkItem(
        key="a", kind="alarm", title="Fever", who="王秀兰", door="12-3-501",
        due_at=NOW - timedelta(minutes=40), url="/x/", urgency=Urgency.ALARM,
        phone_url="tel:1", actions=[QuickAction("Seen", "/seen/", values={"value": "7"})],
    )  # fmt: skip
    html = draw("{% work_card item %}", item=item)

    assert 'data-tone="alarm"' in html
    assert ">since 14:20<" in html
    assert 'href="tel:1"' in html
    assert 'hx-post="/seen/"' in html
    assert '<input type="hidden" name="value" value="7">' in html


def test_a_head_sorts_up_then_down_and_keeps_the_question() -> None:
    up = draw("{% sort_head 'door' 'Door' %}", "?q=12&page=3")
    down = draw("{% sort_head 'door' 'Door' %}", "?q=12&sort=door")

    assert 'href="?q=12&amp;sort=door"' in up
    assert 'aria-sort="ascending"' in down
    assert "sort=-door" in down


def test_pages_keep_the_question() -> None:
    page = Paginator(range(100), 10).get_page(2)
    html = draw("{% pager page %}", "?q=wang&page=2", page=page)

    assert "?q=wang&amp;page=1" in html
    assert "?q=wang&amp;page=3" in html


def test_one_page_needs_no_pager() -> None:
    assert not draw("{% pager page %}", page=Paginator(range(3), 10).get_page(1)).strip()


def test_a_telephone_number_dials_without_its_spaces() -> None:
    assert 'href="tel:+8613800002207"' in draw("{% phone '+86 138-0000 2207' %}")


def test_a_message_with_a_way_back_has_an_undo_button() -> None:
    message = Message(messages.SUCCESS, "Saved", "undo:/desk/3/undo/")
    html = draw("{% toast message %}", message=message)

    assert 'action="/desk/3/undo/"' in html
    # The page after it shows what is true again; a part of a page could not.
    assert "hx-post" not in html
    assert 'data-tone="done"' in html


@pytest.mark.parametrize(
    ("typed", "is_right"), [("柳荫里", True), (" 柳荫里 ", True), ("柳荫", False)]
)
def test_a_deed_without_return_wants_the_very_name(typed: str, is_right: bool) -> None:
    assert ConfirmByName({"confirm_name": typed}, expected="柳荫里").is_valid() is is_right


def test_a_code_is_one_path_on_a_white_ground() -> None:
    html = draw("{% qr 'https://tongzhou.example/r/4K7Q' 'Link' %}")

    assert html.count("<path") == 1
    assert "style=" not in html


def test_the_sample_search_narrows_as_one_types() -> None:
    assert len(samples.doors("w")) > len(samples.doors("wxl"))
