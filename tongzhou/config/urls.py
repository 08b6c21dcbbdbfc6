"""All addresses: each room brings its own."""

from django.urls import URLPattern, URLResolver, include, path

from tongzhou.config.health import healthz
from tongzhou.config.trust import authority_file, trust
from tongzhou.ui.views import favicon

ROOMS = {
    "": "tongzhou.today.urls",
    "ui/": "tongzhou.ui.urls",
    "accounts/": "tongzhou.accounts.urls",
    "registry/": "tongzhou.registry.urls",
    "privacy/": "tongzhou.privacy.urls",
    "desk/": "tongzhou.desk.urls",
    "followup/": "tongzhou.followup.urls",
    "closures/": "tongzhou.closures.urls",
    "gates/": "tongzhou.gates.urls",
    "duty/": "tongzhou.roster.urls",
    "field/": "tongzhou.field.urls",
    "work/": "tongzhou.workflows.urls",
    "r/": "tongzhou.workflows.own_urls",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("trust", trust, name="trust"),
    path("trust/tongzhou.crt", authority_file, name="authority_file"),
    path("favicon.ico", favicon, name="favicon"),
    path("accounts/", include("tongzhou.accounts.signin_urls")),
]
urlpatterns += [path(prefix, include(module)) for prefix, module in ROOMS.items()]

handler400 = "tongzhou.ui.errors.bad_request"
handler403 = "tongzhou.ui.errors.permission_denied"
handler404 = "tongzhou.ui.errors.page_not_found"
handler429 = "tongzhou.accounts.views.too_many_requests"
handler500 = "tongzhou.ui.errors.server_error"
