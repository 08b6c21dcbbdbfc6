"""Forms: a map, a plan, its limits, a wish."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.closures.choices import MOST_CORNERS, WALK_METRES, PinKind
from tongzhou.core.forms import ActionForm
from tongzhou.ui.widgets import Segmented

MOST_ID = 2**62
AREAS = (
    ("whole", _("The whole map")),
    ("homes", _("Around our buildings")),
    ("drawn", _("Drawn on the map")),
)


class CornersField(forms.CharField):
    """Corners of an area, one a line: longitude, latitude. Its value is a list of pairs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60 * MOST_CORNERS, **kwargs)
        self.widget = forms.Textarea(attrs={"rows": 4, "data-corners": ""})

    def clean(self, value: Any) -> Any:
        """Pairs of degrees; a line that is none is named."""
        lines = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        return [self._pair(number, line) for number, line in enumerate(lines, start=1)]

    def _pair(self, number: int, line: str) -> tuple[float, float]:
        parts = line.replace("，", ",").split(",")
        try:
            longitude, latitude = (float(part) for part in parts)
        except ValueError:
            longitude = latitude = 999.0
        if not (abs(longitude) <= 180 and abs(latitude) <= 90):
            message = _("Line %(number)s is no longitude and latitude. Write 116.35, 40.00.")
            raise forms.ValidationError(message, params={"number": number})
        return round(longitude, 6), round(latitude, 6)


class UploadForm(ActionForm):
    """A file of streets."""

    file = forms.FileField(
        label=_("Street map"),
        help_text=_(
            "An extract of OpenStreetMap (.osm.pbf, .osm, .osm.gz) or lines as GeoJSON, at most 80 MB."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".osm,.gz,.bz2,.pbf,.geojson,.json,.parquet"}
        ),
    )


class LimitsForm(ActionForm):
    """How far people may have to walk, and how many there are to stand at gates."""

    walk_metres = forms.IntegerField(
        label=_("Longest way to the street, metres"), min_value=50, max_value=5000,
        initial=WALK_METRES,
        help_text=_("From the door through the gate; never less than today's way and a third more."),
    )  # fmt: skip
    volunteers = forms.IntegerField(
        label=_("Guard shifts there are people for, a day"), min_value=0, max_value=100_000,
        initial=0, required=False, help_text=_("One gate takes six shifts a day. 0 means no limit."),
    )  # fmt: skip

    def clean_volunteers(self) -> int:
        """Nothing written is no limit."""
        return self.cleaned_data["volunteers"] or 0


class PlanForm(LimitsForm):
    """A new plan."""

    title = forms.CharField(
        label=_("Name of the plan"), max_length=80, required=False,
        help_text=_("Without one it goes by its day."),
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Area"), choices=AREAS, initial="whole", widget=Segmented)
    corners = CornersField(
        label=_("Corners of the drawn area"),
        help_text=_(
            "Tap the corners on the map, or write longitude and latitude, one corner a line."
        ),
    )
    field_order = ("title", "area", "corners", "walk_metres", "volunteers")


class PinForm(ActionForm):
    """A wish at a place of the map."""

    kind = forms.ChoiceField(label=_("Wish"), choices=PinKind)
    way = forms.IntegerField(min_value=-MOST_ID, max_value=MOST_ID)
    start = forms.IntegerField(min_value=-MOST_ID, max_value=MOST_ID)
    end = forms.IntegerField(min_value=-MOST_ID, max_value=MOST_ID)
    width = forms.FloatField(
        label=_("Width in metres"), min_value=0.3, max_value=60, required=False
    )
