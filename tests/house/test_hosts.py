"""Nothing here names a host outside: no tracker, no CDN, no registry."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, tracked_files

_ADDRESS = re.compile(r"\b(?:https?|wss?|ftp)://([\w.-]+)")
# Loopback, names reserved for examples, XML namespaces (which are names, not addresses), and the
# licence's own text.
ALLOWED = {
    "127.0.0.1",
    "0.0.0.0",
    "localhost",
    "testserver",
    "www.w3.org",
    "fsf.org",
    "www.gnu.org",
    # names of formats, never opened
    "json-schema.org",
    "www.opengis.net",
    "www.topografix.com",
}
RESERVED = (".example", ".invalid", ".test", "example.com", "example.org", "example.net")
PICTURES = {".png", ".jpg", ".webp", ".ico", ".woff2", ".xlsx", ".pdf", ".pbf", ".gz"}


def test_no_file_names_an_outside_host() -> None:
    found = [
        f"{path}:{line} {host}"
        for path in tracked_files()
        if path.suffix not in PICTURES
        for line, host in _hosts(path)
        if host not in ALLOWED and not host.endswith(RESERVED)
    ]

    assert not found


def _hosts(path: Path) -> Iterator[tuple[int, str]]:
    lines = (ROOT / path).read_text("utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        # Lock files keep where their packages' authors ask for donations.
        if path.name == "package-lock.json" and "://" in line and '"url"' in line:
            continue
        for host in _ADDRESS.findall(line):
            yield number, host
