"""Addresses of the registry."""

from django.urls import include, path

from tongzhou.registry.views import beside, households, imports, links, lookup, streets

app_name = "registry"

urlpatterns = [
    path("", streets.tree, name="tree"),
    path("lookup", lookup.lookup, name="lookup"),
    path("members/", include("tongzhou.registry.member_urls")),
    path("compound/add/", streets.compound_add, name="compound_add"),
    path("compound/<int:pk>/", streets.compound, name="compound"),
    path("compound/<int:pk>/edit/", streets.compound_edit, name="compound_edit"),
    path("compound/<int:pk>/groups/", streets.groups, name="groups"),
    path("compound/<int:pk>/buildings/add/", streets.building_add, name="building_add"),
    path("group/<int:pk>/", streets.group_leader, name="group_leader"),
    path("building/<int:pk>/", streets.building, name="building"),
    path("building/<int:pk>/households/add/", households.household_add, name="household_add"),
    path("building/<int:pk>/sheets/", links.building_sheets, name="building_sheets"),
    path("household/<int:pk>/edit/", households.household_edit, name="household_edit"),
    path("household/<int:pk>/sheet/", links.household_sheet, name="household_sheet"),
    path("household/<int:pk>/links/revoke/", links.revoke, name="links_revoke"),
    path("household/<int:pk>/residents/add/", households.resident_add, name="resident_add"),
    path("resident/<int:pk>/", households.resident_edit, name="resident_edit"),
    path("resident/<int:pk>/id-number/", households.id_number, name="id_number"),
    path("resident/<int:pk>/move/", households.resident_move, name="resident_move"),
    path("resident/<int:pk>/out/", households.resident_out, name="resident_out"),
    path("resident/<int:pk>/back/", households.resident_back, name="resident_back"),
    path("partners/", beside.partners, name="partners"),
    path("partners/add/", beside.partner, name="partner_add"),
    path("partners/<int:pk>/", beside.partner, name="partner"),
    path("places/", beside.places, name="places"),
    path("places/add/", beside.place, name="place_add"),
    path("places/<int:pk>/", beside.place, name="place"),
    path("rosters/", imports.uploads, name="imports"),
    path("rosters/upload/", imports.upload, name="import_upload"),
    path("rosters/export/", imports.export, name="export"),
    path("rosters/template/<slug:lang>/", imports.template, name="template"),
    path("rosters/<int:pk>/", imports.import_page, name="import"),
    path("rosters/<int:pk>/progress/", imports.progress, name="import_progress"),
    path("rosters/<int:pk>/apply/", imports.import_apply, name="import_apply"),
    path("rosters/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("rosters/<int:pk>/problems/", imports.problems, name="import_problems"),
]
