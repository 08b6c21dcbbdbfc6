"""Components as template tags: `{% load ui %}`. The patterns page shows each of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongzhou.core import clock
from tongzhou.core.work import WorkItem
from tongzhou.ui import ages, charts, codes, times, toasts

register = template.Library()

TONE_ICONS = {
    "calm": "dot",
    "info": "info",
    "warning": "warning",
    "alarm": "alarm",
    "done": "done",
}
SAYINGS = {
    "calendar": times.calendar,
    "relative": times.relative,
    "due": times.due,
    "since": times.since,
}


def _now(context: Context) -> datetime:
    moment = context.get("now")
    return moment if isinstance(moment, datetime) else clock.now()


@lru_cache(maxsize=1)
def _sprite() -> str:
    """The sprite's address. A page has dozens of icons, and each address is a look-up."""
    return static("ui/icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A stroke from the sprite; silent for screen readers unless it has a label."""
    if not label:
        return _silent_icon(name)
    href = f"{_sprite()}#{name}"
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href
    )


@lru_cache(maxsize=256)
def _silent_icon(name: str) -> SafeString:
    """Drawn once: a list repeats the same few on every line."""
    href = f"{_sprite()}#{name}"
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


@register.inclusion_tag("ui/components/status.html")
def status(tone: str, label: Any, icon: str = "") -> dict[str, Any]:
    """A state as colour, icon and word; tone calm, info, warning, alarm or done."""
    return {"tone": tone, "label": label, "icon": icon or TONE_ICONS[tone]}


@register.inclusion_tag("ui/components/chip.html")
def chip(
    label: Any,
    url: str = "",
    count: int | None = None,
    icon: str = "",
    selected: bool = False,
    tone: str = "",
) -> dict[str, Any]:
    """A filter to press (with `url`) or a small fact (without)."""
    return {
        "label": label,
        "url": url,
        "count": count,
        "icon": icon,
        "selected": selected,
        "tone": tone,
    }


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | date | None, saying: str = "calendar") -> str:
    """A moment as people say it (`calendar`, `relative`, `due`, `since`), exact in its title."""
    if moment is None:
        return ""
    now = _now(context)
    if not isinstance(moment, datetime):
        words, exact = times.day_word(moment, today=timezone.localdate(now)), moment.isoformat()
        return format_html('<time datetime="{}" title="{}">{}</time>', exact, exact, words)
    words = SAYINGS[saying](moment, now=now)
    late = "late" if saying == "due" and moment < now else ""
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}</time>',
        late,
        moment.isoformat(),
        times.exact(moment),
        words,
    )


@register.simple_tag
def phone(number: str, label: str = "") -> str:
    """A telephone number that dials."""
    if not number:
        return ""
    dialled = "".join(c for c in number if c.isdigit() or c in "+*#")
    return format_html(
        '<a class="phone" href="tel:{}">{}<span>{}</span></a>',
        dialled,
        icon("phone", _("Call")),
        label or number,
    )


@register.simple_tag(takes_context=True)
def age_band(context: Context, born_on: date | None) -> str:
    """Years of age as a band."""
    return ages.band(born_on, on=timezone.localdate(_now(context)))


@register.simple_tag
def key_hint(*keys: str) -> str:
    """The keys that do the same; shown where there is a keyboard."""
    return format_html(
        '<span class="keys" aria-hidden="true">{}</span>',
        SafeString("".join(format_html("<kbd>{}</kbd>", key) for key in keys)),
    )


@register.inclusion_tag("ui/components/copy.html")
def copy_button(text: str, label: str = "") -> dict[str, Any]:
    """Copies `text`; hidden where there is no script."""
    return {"text": text, "label": label or _("Copy")}


@register.inclusion_tag("ui/components/qr.html")
def qr(text: str, label: str = "", error: str = "m") -> dict[str, Any]:
    """A QR code, black on white in any theme."""
    return {"drawing": codes.qr_drawing(text, error=error), "label": label or _("QR code")}


@register.inclusion_tag("ui/components/toast.html")
def toast(message: Message) -> dict[str, Any]:
    """A message of Django's framework as a toast."""
    return toasts.as_toast(message)


@register.inclusion_tag("ui/components/empty.html")
def empty(
    title: Any, text: Any = "", icon: str = "done", url: str = "", action: Any = ""
) -> dict[str, Any]:
    """Nothing to show: an icon, a kind sentence and what to do next."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("ui/components/stat.html")
def stat(
    value: Any, label: Any, compare: Any = "", tone: str = "", url: str = "", unit: Any = ""
) -> dict[str, Any]:
    """One figure with the sentence that gives it sense."""
    return {
        "value": value,
        "label": label,
        "compare": compare,
        "tone": tone,
        "url": url,
        "unit": unit,
    }


@register.inclusion_tag("ui/components/tabs.html")
def tabs(entries: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Links to sister views: mappings with url, label, is_current and perhaps count, icon."""
    return {"entries": entries, "label": label or _("Views")}


@register.inclusion_tag("ui/components/timeline.html", takes_context=True)
def timeline(context: Context, steps: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Steps from top to bottom: title, state (done, current, waiting, stopped), who, at, note."""
    return {"steps": steps, "now": _now(context)}


@register.inclusion_tag("ui/components/progress.html")
def progress(
    value: float, maximum: float = 100, label: Any = "", note: Any = "", poll_url: str = ""
) -> dict[str, Any]:
    """How far a job is; with `poll_url` it asks again every two seconds until replaced."""
    return {
        "value": value,
        "maximum": maximum,
        "label": label,
        "note": note,
        "poll_url": poll_url,
    }


@register.inclusion_tag("ui/components/line_chart.html")
def line_chart(
    points: Sequence[charts.Point],
    sentence: Any = "",
    limit: float | None = None,
    unit: str = "",
    digits: int = 1,
    head: Any = "",
) -> dict[str, Any]:
    """Readings over time, labelled directly, with their table one click away."""
    drawing = charts.line_chart(points, limit=limit, digits=digits)
    return {
        "chart": drawing,
        "points": points,
        "sentence": sentence,
        "unit": unit,
        "head": head,
    }


@register.inclusion_tag("ui/components/bar_chart.html")
def bar_chart(
    bars: Sequence[charts.Bar], sentence: Any = "", head: Any = "", value_head: Any = ""
) -> dict[str, Any]:
    """Amounts side by side: a table whose rows carry their bar."""
    return {
        "bars": charts.bar_chart(bars),
        "sentence": sentence,
        "head": head,
        "value_head": value_head,
    }


@register.inclusion_tag("ui/components/sort_head.html", takes_context=True)
def sort_head(context: Context, key: str, label: Any, numeric: bool = False) -> dict[str, Any]:
    """A table head that sorts by `?sort=key`, then by `?sort=-key`, keeping the rest."""
    query = context["request"].GET.copy()
    current = query.get("sort", "")
    query["sort"] = f"-{key}" if current == key else key
    query.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    return {"query": query.urlencode(), "label": label, "order": order, "numeric": numeric}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Earlier and later pages, keeping the rest of the query."""
    return {"page": page, "name": name, "request": context["request"]}


@register.inclusion_tag("ui/components/work_card.html", takes_context=True)
def work_card(context: Context, item: WorkItem) -> dict[str, Any]:
    """A line of somebody's work list with its likeliest action in place."""
    return {
        "item": item,
        "now": _now(context),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, label: Any = None, help: Any = None) -> dict[str, Any]:
    """A form field with label, help, error and required mark, as `{{ form }}` draws it."""
    return {"field": bound, "label": label or bound.label, "help": help or bound.help_text}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*forms: BaseForm, heading: Any = "") -> dict[str, Any]:
    """What is missing, at the top, each entry a link to its field."""
    failed = [form for form in forms if form.is_bound and form.errors]
    return {"forms": failed, "heading": heading}


@register.inclusion_tag("ui/components/confirm.html", takes_context=True)
def confirm(
    context: Context,
    action: str,
    name: str,
    sentence: Any,
    button: Any,
    error: Any = "",
) -> dict[str, Any]:
    """A deed that cannot be undone: the name has to be typed."""
    return {
        "action": action,
        "name": name,
        "sentence": sentence,
        "button": button,
        "error": error,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: str, **given: Any) -> str:
    """A card of work around its actions: title, url, who, door, due, note, tone, key."""
    return _draw("card", given | {"content": content, "now": _now(context)})


@register.simple_block_tag
def page_header(content: str, **given: Any) -> str:
    """The page's name (title, sub, back, back_label) and, inside, what can be done with it."""
    return _draw("page_header", given | {"content": content})


@register.simple_block_tag
def list_row(content: str, **given: Any) -> str:
    """One record in a list (title, url, sub, icon) and, inside, what stands at its right."""
    return _draw("list_row", given | {"content": content})


@register.simple_block_tag
def dialog(content: str, **given: Any) -> str:
    """A dialog (id, title) opened by `<button data-dialog="id">`."""
    return _draw("dialog", given | {"content": content})


def _draw(component: str, details: Mapping[str, Any]) -> SafeString:
    return render_to_string(f"ui/components/{component}.html", dict(details))
