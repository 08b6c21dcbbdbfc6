"""Geometry of the small charts; the templates draw it as SVG.

Horizontal positions are percentages and vertical ones pixels, so a chart takes any width
while its letters keep their size, on a phone and on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEFT, RIGHT = 5.0, 95.0
TOP, BOTTOM = 26.0, 24.0
TEXT_ABOVE, TEXT_BELOW = -10.0, 19.0
MANY = 10
X_LABELS = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One reading; `value` None is a gap in the line."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A drawn reading."""

    x: str
    y: str
    text: str
    text_y: str
    is_beyond: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line between two neighbouring readings."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word under the line."""

    x: str
    text: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything a line chart's template needs; lengths in pixels or per cent as text."""

    height: int
    base_y: str
    segments: Sequence[Segment]
    dots: Sequence[Dot]
    ticks: Sequence[Tick]
    limit_y: str
    limit_text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; `tone` is a status tone."""

    label: str
    value: float
    text: str = ""
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its length in per cent of the longest."""

    label: str
    text: str
    tone: str
    width: str


def line_chart(
    points: Sequence[Point], *, limit: float | None = None, height: int = 168, digits: int = 1
) -> LineChart:
    """Place readings on a line; `limit` is drawn across and what reaches it stands out."""
    known = [p.value for p in points if p.value is not None]
    low, high = _span(known + ([limit] if limit is not None else []))
    scale = _Scale(low, high, height, len(points), limit)
    dots = [
        scale.dot(points, i, f"{p.value:.{digits}f}")
        for i, p in enumerate(points)
        if p.value is not None
    ]
    return LineChart(
        height=height,
        base_y=f"{height - BOTTOM:.0f}",
        segments=scale.segments(points),
        dots=dots,
        ticks=scale.ticks(points),
        limit_y=f"{scale.y(limit):.1f}" if limit is not None else "",
        limit_text=f"{limit:.{digits}f}" if limit is not None else "",
    )


def bar_chart(bars: Sequence[Bar]) -> list[DrawnBar]:
    """Lengths in proportion to the longest bar; nothing to compare gives empty bars."""
    longest = max((bar.value for bar in bars), default=0) or 1
    return [
        DrawnBar(b.label, b.text or f"{b.value:g}", b.tone, f"{100 * b.value / longest:.2f}")
        for b in bars
    ]


def _span(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _named(points: Sequence[Point]) -> set[int]:
    """Readings that carry their number: all of few, else the last, the highest, the lowest."""
    known = [(p.value, i) for i, p in enumerate(points) if p.value is not None]
    if len(known) <= MANY:
        return {i for _, i in known}
    return {known[-1][1], max(known)[1], min(known)[1]}


def _is_valley(points: Sequence[Point], index: int) -> bool:
    """Both lines leave upwards, so the figure stands below the dot."""
    here = points[index].value
    beside = [points[i].value for i in (index - 1, index + 1) if 0 <= i < len(points)]
    known = [value for value in beside if value is not None]
    return here is not None and bool(known) and all(value > here for value in known)


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    height: int
    count: int
    limit: float | None

    def x(self, index: int) -> float:
        if self.count < 2:
            return (LEFT + RIGHT) / 2
        return LEFT + (RIGHT - LEFT) * index / (self.count - 1)

    def y(self, value: float) -> float:
        room = self.height - TOP - BOTTOM - TEXT_BELOW - 4
        return TOP + room * (self.high - value) / (self.high - self.low)

    def dot(self, points: Sequence[Point], index: int, text: str) -> Dot:
        value = points[index].value or 0.0
        y = self.y(value)
        shift = TEXT_BELOW if _is_valley(points, index) else TEXT_ABOVE
        return Dot(
            x=f"{self.x(index):.2f}",
            y=f"{y:.1f}",
            text=text,
            text_y=f"{y + shift:.1f}",
            is_beyond=self.limit is not None and value >= self.limit,
            is_named=index in _named(points),
        )

    def segments(self, points: Sequence[Point]) -> list[Segment]:
        return [
            Segment(
                f"{self.x(i):.2f}",
                f"{self.y(a.value):.1f}",
                f"{self.x(i + 1):.2f}",
                f"{self.y(b.value):.1f}",
            )
            for i, (a, b) in enumerate(pairwise(points))
            if a.value is not None and b.value is not None
        ]

    def ticks(self, points: Sequence[Point]) -> list[Tick]:
        step = max(1, -(-len(points) // X_LABELS))
        return [Tick(f"{self.x(i):.2f}", p.label) for i, p in enumerate(points) if i % step == 0]
