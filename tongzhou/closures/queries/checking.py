"""A plan with all that is needed to check it elsewhere, in one archive."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import Http404

from tongzhou.closures.models import ClosurePlan
from tongzhou.closures.queries.plans import answer

HOW = """\
The file of the streets is not in here; it is the one with this SHA-256:
其中不含街道地图文件；该文件的 SHA-256 为：

    {digest}

To check the plan and its proof against it:
核对方案及其证明：

    tongzhou plan check closure plan.geojson --certificate certificate.json \\
        --streets STREETS{options}
"""


def archive(row: ClosurePlan) -> bytes:
    """The plan, its proof, what was asked for, and how to check them, as a zip file."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        for name, text in _files(row):
            packed.writestr(name, text)
    return written.getvalue()


def _files(row: ClosurePlan) -> Iterator[tuple[str, str]]:
    content = exported(row)
    given = {"boundary.geojson": "boundary", "pins.json": "pins"}
    found = {name: content[part] for name, part in given.items() if content.get(part)}
    yield "plan.geojson", _json(content["plan"])
    yield "certificate.json", _json(content["certificate"])
    yield from ((name, _json(each)) for name, each in found.items())
    yield "profile.toml", _toml(row.profile)
    options = [*found, "profile.toml"]
    if content["households"]:
        yield "households.csv", _csv(content["households"])
        options.append("households.csv")
    words = "".join(f" \\\n        --{name.partition('.')[0]} {name}" for name in options)
    yield "README.txt", HOW.format(digest=row.map.digest, options=words)


def exported(row: ClosurePlan) -> dict[str, Any]:
    """The answer as it leaves the office: with the credit of whoever drew the map."""
    content = dict(answer(row).content)
    if "plan" not in content:
        raise Http404
    content["plan"]["tongzhou"]["attribution"] = row.map.attribution
    return content


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


def _csv(households: Mapping[str, int]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([("osm_id", "households"), *sorted(households.items())])
    return text.getvalue()


def _toml(profile: Mapping[str, Mapping[str, Any]]) -> str:
    """Tables of numbers and lists of numbers, which TOML writes as JSON does."""
    tables = (
        "\n".join([f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())])
        for name, table in profile.items()
    )
    return "\n\n".join(tables) + "\n"
