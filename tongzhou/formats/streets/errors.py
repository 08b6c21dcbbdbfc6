"""Why a file of streets cannot be used."""

from typing import ClassVar

from tongzhou.formats.errors import FormatError


class UnusableStreets(FormatError):
    """The file is missing, damaged, of another kind or without a single street."""

    sentences: ClassVar[dict[str, str]] = {
        "streets_missing": "There is no file at {path}.",
        "streets_kind": "{name} is none of .osm, .osm.gz, .osm.pbf, .geojson and .parquet.",
        "streets_damaged": "{name} cannot be read: {why}. Download or export it again.",
        "streets_none": "{name} holds no street. It needs ways with a highway tag, "
        "or GeoJSON lines.",
        "streets_columns": "{name} needs the columns u, v, highway and geometry; it has {found}.",
        "boundary_none": "{name} holds no polygon. Draw the boundary as one closed area.",
        "streets_polar": "{name}: {where} is no longitude and latitude. "
        "Export it in degrees (WGS 84).",
    }
