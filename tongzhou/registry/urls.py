"""Addresses of the registry."""

from django.urls import include, path

from tongzhou.registry.views import beside, households, imports, links, lookup, streets

app_name = "registry"

urlpatterns = [
    path("", streets.tree, name="tree"),
    path("lookup", lookup.lookup, name="lookup"),
    path("members/", include("tongzhou.registry.member_urls")),
    path("compound/add/", streets.compound_add, name="compound_add"),
    path("compound/<row:pk>/", streets.compound, name="compound"),
    path("compound/<row:pk>/edit/", streets.compound_edit, name="compound_edit"),
    path("compound/<row:pk>/groups/", streets.groups, name="groups"),
    path("compound/<row:pk>/buildings/add/", streets.building_add, name="building_add"),
    path("group/<row:pk>/", streets.group_leader, name="group_leader"),
    path("building/<row:pk>/", streets.building, name="building"),
    path("building/<row:pk>/households/add/", households.household_add, name="household_add"),
    path("building/<row:pk>/sheets/", links.building_sheets, name="building_sheets"),
    path("household/<row:pk>/edit/", households.household_edit, name="household_edit"),
    path("household/<row:pk>/sheet/", links.household_sheet, name="household_sheet"),
    path("household/<row:pk>/links/revoke/", links.revoke, name="links_revoke"),
    path("household/<row:pk>/residents/add/", households.resident_add, name="resident_add"),
    path("resident/<row:pk>/", households.resident_edit, name="resident_edit"),
    path("resident/<row:pk>/id-number/", households.id_number, name="id_number"),
    path("resident/<row:pk>/move/", households.resident_move, name="resident_move"),
    path("resident/<row:pk>/out/", households.resident_out, name="resident_out"),
    path("resident/<row:pk>/back/", households.resident_back, name="resident_back"),
    path("partners/", beside.partners, name="partners"),
    path("partners/add/", beside.partner, name="partner_add"),
    path("partners/<row:pk>/", beside.partner, name="partner"),
    path("places/", beside.places, name="places"),
    path("places/add/", beside.place, name="place_add"),
    path("places/<row:pk>/", beside.place, name="place"),
    path("rosters/", imports.uploads, name="imports"),
    path("rosters/upload/", imports.upload, name="import_upload"),
    path("rosters/export/", imports.export, name="export"),
    path("rosters/template/<slug:lang>/", imports.template, name="template"),
    path("rosters/<row:pk>/", imports.import_page, name="import"),
    path("rosters/<row:pk>/progress/", imports.progress, name="import_progress"),
    path("rosters/<row:pk>/apply/", imports.import_apply, name="import_apply"),
    path("rosters/<row:pk>/discard/", imports.import_discard, name="import_discard"),
    path("rosters/<row:pk>/problems/", imports.problems, name="import_problems"),
]
