"""The app's shell and its service worker: public, the same for everybody, without a person in it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

BESIDE = ("gates/js/pass.js", "gates/js/rules.js", "ui/js/ids.js")
READER = ("field/vendor/zxing_reader.js", "field/vendor/zxing_reader.wasm")
# Only the decoder of the camera needs it, and only these pages have it.
FOR_THE_READER = {"script-src": [SELF, "'wasm-unsafe-eval'"]}


@require_safe
@csp_update(FOR_THE_READER)
def app(request: HttpRequest) -> HttpResponse:
    """The page of the app."""
    return render(request, "field/app.html", _reader())


@require_safe
@csp_update(FOR_THE_READER)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of what it keeps; a new list is a new worker."""
    files = [reverse("field:app"), *sorted(filter(None, map(_url, [*_own_files(), *BESIDE])))]
    page = render_to_string("field/app.html", _reader())
    version = hashlib.sha256("\n".join([*files, page, *_contents()]).encode()).hexdigest()[:16]
    shell = json.dumps({"version": version, "files": files})
    source = finders.find("field/js/worker.js")
    text = Path(str(source)).read_text("utf-8")
    return HttpResponse(f"self.SHELL = {shell};\n{text}", content_type="text/javascript")


def _reader() -> dict[str, str]:
    """Where the camera's decoder is; "" where it could not be fetched at installation."""
    script, wasm = map(_url, READER)
    return {"reader_js": script if wasm else "", "reader_wasm": wasm if script else ""}


def _own_files() -> Iterator[str]:
    folder = Path(__file__).parents[1] / "static"
    for path in sorted((folder / "field").rglob("*")):
        if path.is_file() and path.name not in {"worker.js", "LICENSE.txt"}:
            yield path.relative_to(folder).as_posix()


def _url(name: str) -> str:
    """The address of a file, or "" where it is not installed."""
    if finders.find(name) is None:
        return ""
    try:
        return static(name)
    except ValueError:
        return ""


def _contents() -> Iterator[str]:
    """Addresses with a hash change with the file; without, what is in it has to be told."""
    if not static(BESIDE[0]).endswith(BESIDE[0]):
        return
    for name in [*_own_files(), *BESIDE]:
        if found := finders.find(name):
            yield hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()
