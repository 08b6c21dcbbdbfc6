"""What the planner and the reader of maps say by codes, in words."""

from collections.abc import Mapping
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tongzhou.closures.choices import BarrierKind, PinKind
from tongzhou.closures.naming import alley_label


def map_failure(failure: Mapping[str, Any]) -> str:
    """Why a file of streets cannot be used."""
    sentences = {
        "streets_none": _(
            "The file holds no streets. Export the streets of your district and try again."
        ),
        "streets_damaged": _(
            "The file is damaged and cannot be read. Download or export it again."
        ),
        "streets_kind": _("Only street maps can be read: .osm, .osm.gz, .osm.pbf or .geojson."),
        "streets_polar": _(
            "The file is not in degrees. Export it as longitude and latitude (WGS 84)."
        ),
        "streets_columns": _("The table lacks columns. It needs u, v, highway and geometry."),
        "too_complex": _("The map is too large to be read here. Cut out your own district first."),
    }
    return sentences.get(failure.get("code", ""), _broken())


def plan_failure(failure: Mapping[str, Any]) -> str:
    """Why there is no plan."""
    code, params = failure.get("code", ""), failure.get("params", {})
    if code == "check_failed":
        return _(
            "The plan did not pass the independent check (%(rule)s, %(where)s) and is not shown."
        ) % {"rule": params["rule"], "where": params["where"]}
    sentences = {
        "infeasible": _(
            "The homes marked on the map cannot be served under these limits and wishes."
        ),
        "no_homes": _("No home lies in the area. Draw it around buildings people live in."),
        "area": _("The area cannot be used. Draw it inside the map, without lines that cross."),
        "too_complex": _("The area is too large to be worked out here. Draw a smaller one."),
        "profile": _("The settings of the plan cannot be used. Set walk and people again."),
    }
    return sentences.get(code, _broken())


def relaxation(failure: Mapping[str, Any]) -> str:
    """The cheapest rule to give up."""
    found = failure.get("relaxation") or {}
    values = {
        "metres": round(found.get("metres", 0)), "guards": found.get("guards", 0),
        "cost": intcomma(found.get("cost", 0)),
    }  # fmt: skip
    match found.get("rule"):
        case "walk":
            return (
                _(
                    "It works with a walk of %(metres)s m: %(guards)s guard shifts a day, %(cost)s yuan."
                )
                % values
            )
        case "volunteers":
            return (
                _("It works with more people: %(guards)s guard shifts a day, %(cost)s yuan.")
                % values
            )
        case "pins":
            return _(
                "Neither a longer walk nor more people help: take back a wish, or draw the area anew."
            )
    return ""


def reason(key: str, numbers: Mapping[str, float]) -> str:
    """Why a barrier stands where it stands."""
    sentences = {
        "closes_way_in": _("It closes a way in; without it, people could pass here unseen."),
        "serves": _(
            "%(households)s households go out here; the longest way grows by %(longer)s m."
        ),
        "gate_is_there": _("A gate stands here already: little has to be built."),
        "stands": _("It stands already: keeping it costs nothing."),
        "gate_stands": _("The gate stands already: only the people on guard count."),
        "engines_pass": _(
            "A fire engine can pass (%(width)s m), so it must be possible to open it."
        ),
        "gate_is_fire_lane": _("Fire engines can come in here: the guards keep the lane free."),
        "measure_width": _("The width is assumed (%(width)s m). Measure it before building."),
        "other_level": _("It lies on a bridge or below ground. Look at it on the spot."),
    }
    return sentences[key] % numbers if key in sentences else ""


def pin(given: Mapping[str, Any], street: str, *, is_idle: bool = False) -> str:
    """A wish in words; one that is idle asks for something where it would change nothing."""
    label = PinKind(given["kind"]).label
    place = capfirst(street) or _("way %(number)s") % {"number": given["way"]}
    if given["kind"] == PinKind.WIDTH:
        return _("%(place)s: %(width)s m wide, measured") % {
            "place": place,
            "width": given["width"],
        }
    words = _("%(place)s: %(wish)s") % {"place": place, "wish": label}
    if not is_idle:
        return words
    return _(
        "%(wish)s (changes nothing: nobody lives behind it, or nothing may be closed there)"
    ) % {"wish": words}


def numbered(number: int, kind: str, alley: str, near: str = "") -> str:
    """Which barrier: its number, its kind, its alley."""
    words = {
        "number": number, "kind": BarrierKind(kind).label, "alley": alley_label(alley, near),
    }  # fmt: skip
    return _("No. %(number)s %(kind)s, %(alley)s") % words


def _broken() -> str:
    return _(
        "Something went wrong on our side. Try once more, and tell the administrator if it happens again."
    )
