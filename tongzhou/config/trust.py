"""How a phone comes to trust a server that vouches for itself: one page, reached without TLS."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongzhou.core.certificates import Files, Signed, own_names

Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]
OPEN = {"/trust", "/trust/tongzhou.crt", "/favicon.ico"}
SECONDS = 20
HERE = {"localhost", "127.0.0.1", "::1"}


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """What to do on a phone, with the two codes to scan. 404 where no own authority is used."""
    authority = _authority()
    name = _called(request)
    _, plain, secure = settings.TRUST_AT.split(":")
    context = {
        "fingerprint": authority.fingerprint,
        "until": authority.certificate.not_valid_after_utc,
        "page": f"http://{name}:{plain}/trust",
        "house": f"https://{name}:{secure}/",
        "is_plain": not request.is_secure(),
    }
    return render(request, "ui/trust.html", context)


def _called(request: HttpRequest) -> str:
    """How a phone would call this machine; at the machine itself "localhost" says nothing."""
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    if host not in HERE:
        return f"[{host}]" if ":" in host else host
    return next((name for name in own_names() if name not in HERE), host)


@require_safe
def authority_file(request: HttpRequest) -> HttpResponse:
    """The certificate as phones install it."""
    found = HttpResponse(_authority().der(), content_type="application/x-x509-ca-cert")
    found["Content-Disposition"] = 'attachment; filename="tongzhou.crt"'
    return found


def _authority() -> Signed:
    found = Files(Path(settings.DATA) / "tls").authority() if settings.TRUST_AT else None
    if found is None:
        raise Http404
    return found


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Handler(WSGIRequestHandler):
    timeout = SECONDS

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses of phones are nobody's business."""


def start_plain_door(application: App, at: str) -> None:
    """Answer the page of trust, and nothing else, without TLS; it ends with the process."""
    host, plain, _ = at.split(":")
    server = make_server(host, int(plain), only_trust(application), _Server, _Handler)
    threading.Thread(target=server.serve_forever, name="trust", daemon=True).start()


def only_trust(application: App) -> App:
    """The application with every other page shut."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path in OPEN or path.startswith("/static/"):
            return application(environ, start)
        start("302 Found", [("Location", "/trust"), ("Content-Length", "0")])
        return []

    return answer
