"""Addresses of the desk."""

from django.urls import path

from tongzhou.desk.views import (
    callbacks,
    catalogue,
    deeds,
    errands,
    files,
    intake,
    lists,
    record,
    status,
)

app_name = "desk"
urlpatterns = [
    path("", lists.requests, name="list"),
    path("referred/", lists.referred, name="referred"),
    path("new/", intake.new, name="new"),
    path("new/service/", intake.facts, name="service_facts"),
    path("new/services/", intake.services, name="services"),
    path("call-backs/", callbacks.queue, name="callbacks"),
    path("call-backs/<row:pk>/", callbacks.made, name="call_made"),
    path("errands/", errands.errands, name="errands"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/load/", catalogue.load, name="catalogue_load"),
    path("catalogue/<slug:key>/", catalogue.edit, name="service"),
    path("r/<str:code>/", record.request_page, name="request"),
    path("r/<str:code>/slip/", record.slip, name="slip"),
    path("r/<str:code>/mandate.pdf", record.mandate, name="mandate"),
    path("r/<str:code>/do/<slug:deed>/", deeds.deed, name="deed"),
    path("r/<str:code>/at-once/<slug:deed>/", deeds.quick, name="quick"),
    path("r/<str:code>/errand/", errands.errand, name="errand"),
    path("r/<str:code>/errand/line/<row:pk>/", errands.line, name="errand_line"),
    path("r/<str:code>/delivery/", errands.delivery, name="delivery"),
    path("step/<row:pk>/", record.step, name="step"),
    path("paper/<row:pk>/", record.paper, name="paper"),
    path("file/<row:pk>/", files.download, name="file"),
    path("s/<str:token>/", status.status, name="status"),
]
