"""A plan for other programs: GPX and KML for phones, CSV for a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from tongzhou.planners.closure.explain.schedule import KINDS, Row

GPX = "http://www.topografix.com/GPX/1/1"
KML = "http://www.opengis.net/kml/2.2"
COLOURS = {
    "fence": "ff2222cc",
    "fire_lane": "ff0088ff",
    "gate": "ff338822",
    "keyed_door": "ff888888",
}
"""KML writes alpha, blue, green, red."""
HEADINGS = {
    "zh": ["编号", "类型", "街巷", "起", "止", "宽度（米）", "宽度为估计", "钥匙保管人", "户数",
           "经度", "纬度", "建成（签字、日期）", "检查（签字、日期）"],
    "en": ["no.", "kind", "alley", "from", "to", "width (m)", "width assumed", "key holder",
           "households", "longitude", "latitude", "built (name, date)", "checked (name, date)"],
}  # fmt: skip
YES = {"zh": "是", "en": "yes"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(rows: Sequence[Row], lang: str = "en") -> str:
    """The barrier schedule; begins with a byte order mark, or Excel takes Chinese for Latin."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS[lang])
    for row in rows:
        assumed = YES[lang] if row.is_width_assumed else ""
        texts = [KINDS[row.kind][lang], row.name, row.start, row.end]
        writer.writerow([
            row.number, *map(defused, texts), f"{row.width:g}", assumed, defused(row.key_holder),
            row.households, f"{row.lon:.7f}", f"{row.lat:.7f}", "", "",
        ])  # fmt: skip
    return "\ufeff" + out.getvalue()


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text


def to_gpx(rows: Sequence[Row], lang: str = "en") -> str:
    """Waypoints with number and kind."""
    ET.register_namespace("", GPX)
    root = ET.Element(f"{{{GPX}}}gpx", {"version": "1.1", "creator": "Tongzhou"})
    for row in rows:
        place = {"lat": f"{row.lat:.7f}", "lon": f"{row.lon:.7f}"}
        point = ET.SubElement(root, f"{{{GPX}}}wpt", place)
        ET.SubElement(point, f"{{{GPX}}}name").text = printable(_title(row, lang))
        ET.SubElement(point, f"{{{GPX}}}desc").text = printable(_about(row, lang))
        ET.SubElement(point, f"{{{GPX}}}type").text = row.kind
    return _written(root)


def to_kml(rows: Sequence[Row], lang: str = "en") -> str:
    """Placemarks in the colours of the map."""
    ET.register_namespace("", KML)
    root = ET.Element(f"{{{KML}}}kml")
    document = ET.SubElement(root, f"{{{KML}}}Document")
    for kind, colour in COLOURS.items():
        style = ET.SubElement(document, f"{{{KML}}}Style", {"id": kind})
        icon = ET.SubElement(style, f"{{{KML}}}IconStyle")
        ET.SubElement(icon, f"{{{KML}}}color").text = colour
    for row in rows:
        mark = ET.SubElement(document, f"{{{KML}}}Placemark")
        ET.SubElement(mark, f"{{{KML}}}name").text = printable(_title(row, lang))
        ET.SubElement(mark, f"{{{KML}}}description").text = printable(_about(row, lang))
        ET.SubElement(mark, f"{{{KML}}}styleUrl").text = f"#{row.kind}"
        point = ET.SubElement(mark, f"{{{KML}}}Point")
        ET.SubElement(point, f"{{{KML}}}coordinates").text = f"{row.lon:.7f},{row.lat:.7f}"
    return _written(root)


def printable(text: str) -> str:
    """Without the control characters that XML 1.0 forbids."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def _written(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _title(row: Row, lang: str) -> str:
    return f"{row.number} {KINDS[row.kind][lang]}"


def _about(row: Row, lang: str) -> str:
    assumed = {"zh": "（估计）", "en": " (assumed)"}[lang] if row.is_width_assumed else ""
    unit = {"zh": "米", "en": "m"}[lang]
    place = " - ".join(part for part in (row.start, row.end) if part)
    return "; ".join(part for part in (row.name, place, f"{row.width:g} {unit}{assumed}") if part)
