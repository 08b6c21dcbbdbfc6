"""Geometry of the small charts; the templates draw it as SVG.

Horizontal positions are percentages and vertical ones pixels, so a chart takes any width
while its letters keep their size, on a phone and on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEFT, RIGHT = 4.0, 96.0
TOP, BOTTOM = 26.0, 24.0
MANY = 10
X_LABELS = 6


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
    label: str
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
    anchor: str


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
    scale = _Scale(low, high, height, len(points))
    named = _named(points)
    dots = [
        scale.dot(i, p.label, p.value, f"{p.value:.{digits}f}", limit, i in named)
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


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    height: int
    count: int

    def x(self, index: int) -> float:
        if self.count < 2:
            return (LEFT + RIGHT) / 2
        return LEFT + (RIGHT - LEFT) * index / (self.count - 1)

    def y(self, value: float) -> float:
        room = self.height - TOP - BOTTOM - 8
        return TOP + room * (self.high - value) / (self.high - self.low)

    def dot(
        self,
        index: int,
        label: str,
        value: float,
        text: str,
        limit: float | None,
        is_named: bool,
    ) -> Dot:
        y = self.y(value)
        return Dot(
            x=f"{self.x(index):.2f}",
            y=f"{y:.1f}",
            text=text,
            text_y=f"{y - 10:.1f}",
            label=label,
            is_beyond=limit is not None and value >= limit,
            is_named=is_named,
        )

    def segments(self, points: Sequence[Point]) -> list[Segment]:
        return [
            Segment(
                f"{self.x(i):.2f}", f"{self.y(a.value):.1f}",
                f"{self.x(i + 1):.2f}", f"{self.y(b.value):.1f}",
            )
            for i, (a, b) in enumerate(pairwise(points))
            if a.value is not None and b.value is not None
        ]

    def ticks(self, points: Sequence[Point]) -> list[Tick]:
        step = max(1, -(-len(points) // X_LABELS))
        last = len(points) - 1
        return [
            Tick(f"{self.x(i):.2f}", p.label, _anchor(i, last))
            for i, p in enumerate(points)
            if i % step == 0
        ]


def _anchor(index: int, last: int) -> str:
    if last > 0 and index == 0:
        return "start"
    return "end" if last > 0 and index == last else "middle"
