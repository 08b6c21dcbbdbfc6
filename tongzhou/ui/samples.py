"""Invented contents for the patterns page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongzhou.core.work import QuickAction, Urgency, WorkItem
from tongzhou.ui.charts import Bar, Point
from tongzhou.ui.widgets import Chips, Combobox, Segmented, Stepper

TEMPERATURES = (36.4, 36.5, 36.7, None, 36.6, 37.4, 37.1, 36.8)
SAMPLE_PAGE = "/ui/patterns/"


class SampleForm(forms.Form):
    """One field of each kind."""

    household = forms.CharField(
        label=gettext_lazy("Household"),
        help_text=gettext_lazy("Name, pinyin, the last digits of the phone, or the door"),
        widget=Combobox(
            "/ui/patterns/households/", placeholder=gettext_lazy("for example wxl or 12-3-501")
        ),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("How are they?"),
        choices=[
            ("well", gettext_lazy("No change")),
            ("unwell", gettext_lazy("Unwell")),
            ("away", gettext_lazy("Not at home")),
        ],
        initial="well",
        widget=Segmented,
    )
    celsius = forms.DecimalField(
        label=gettext_lazy("Temperature"),
        max_value=43,
        widget=Stepper(step="0.1", low="34", high="43", start="36.5", unit="°C"),
    )
    symptoms = forms.MultipleChoiceField(
        label=gettext_lazy("Symptoms"),
        required=False,
        choices=[
            ("cough", gettext_lazy("Cough")),
            ("breath", gettext_lazy("Short of breath")),
            ("tired", gettext_lazy("Tired")),
            ("diarrhoea", gettext_lazy("Diarrhoea")),
        ],
        initial=["cough"],
        widget=Chips,
    )
    due_on = forms.DateField(
        label=gettext_lazy("Needed by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the household sample."""

    value: int
    label: str
    sub: str


DOORS = (
    Door(1, "王秀兰", "柳荫里 12-3-501 · ••• 2207"),
    Door(2, "王雪莉", "柳荫里 3-1-102 · ••• 8841"),
    Door(3, "吴小林", "槐树胡同 27 · ••• 0519"),
)


def everything(*, now: datetime) -> dict[str, Any]:
    """The whole context of the patterns page."""
    failed = SampleForm({"outcome": "well", "celsius": "50", "note": _("Asks for rice and oil")})
    return {
        "now": now,
        "form": SampleForm(),
        "failed": failed,
        "items": _work(now),
        "steps": _steps(now),
        "moments": [now + timedelta(minutes=m) for m in (-2880, -1500, -200, 25, 150, 1500, 7200)],
        "born_on": date(now.year - 67, 3, 2),
        "points": [
            Point(_("day %(n)d") % {"n": i + 1}, value) for i, value in enumerate(TEMPERATURES)
        ],
        "bars": [
            Bar(_("Willow Lane"), 9, tone="alarm"),
            Bar(_("Locust Alley"), 2, tone="warning"),
            Bar(_("Station Yard"), 1),
            Bar(_("Drum Tower Court"), 0),
        ],
        "tabs": [
            {"url": SAMPLE_PAGE, "label": _("Open"), "count": 12, "is_current": True},
            {"url": SAMPLE_PAGE, "label": _("Waiting"), "count": 4},
            {"url": SAMPLE_PAGE, "label": _("Closed")},
        ],
        "page": Paginator(range(240), 50).get_page(2),
    }


def doors(words: str) -> list[Door]:
    """The sample households, fewer of them the more is typed."""
    return list(DOORS[: max(0, len(DOORS) + 1 - len(words))])


def _work(now: datetime) -> list[WorkItem]:
    return [
        WorkItem(
            key="sample-1",
            kind="alarm",
            title=_("37.4 °C this morning: call the health desk"),
            who="王秀兰",
            door="柳荫里 12-3-501",
            due_at=now - timedelta(minutes=40),
            url=SAMPLE_PAGE,
            urgency=Urgency.ALARM,
            phone_url="tel:13800002207",
        ),
        WorkItem(
            key="sample-2",
            kind="followup",
            title=_("Evening follow-up"),
            who="陈国栋",
            door="槐树胡同 27",
            due_at=now - timedelta(days=1),
            url=SAMPLE_PAGE,
            note=_("Back from the outbreak area, day 9 of 14"),
            actions=[
                QuickAction(_("No change"), SAMPLE_PAGE),
                QuickAction(_("Visit"), SAMPLE_PAGE, "door"),
            ],
        ),
        WorkItem(
            key="sample-3",
            kind="errand",
            title=_("Blood pressure tablets"),
            who="李桂英",
            door="站前大院 4-2-301",
            due_at=now + timedelta(minutes=50),
            url=SAMPLE_PAGE,
            actions=[QuickAction(_("Delivered"), SAMPLE_PAGE, "handover")],
        ),
    ]


def _steps(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Received by phone"),
            "state": "done",
            "who": "刘敏",
            "at": now - timedelta(days=1, hours=3),
            "note": _("The daughter gives birth next month, the birth permit is lost."),
        },
        {
            "title": _("Referred to the health and family desk"),
            "state": "done",
            "who": "刘敏",
            "at": now - timedelta(days=1, hours=2),
        },
        {
            "title": _("The desk looks for the record"),
            "state": "current",
            "who": "赵海燕",
            "at": now - timedelta(hours=2),
        },
        {"title": _("Papers taken to the door"), "state": "waiting"},
        {"title": _("Confirmed by the family"), "state": "waiting"},
    ]
