"""Addresses of the room."""

from django.urls import path

from tongzhou.gates.views import (
    between,
    compounds,
    crossings,
    deeds,
    fevers,
    findings,
    keys,
    papers,
    passes,
    rules,
)

app_name = "gates"

urlpatterns = [
    path("passes/", passes.listing, name="passes"),
    path("passes/issue/", passes.issue, name="issue"),
    path("passes/<row:pk>/", passes.card, name="pass"),
    path("passes/<row:pk>/replace", deeds.replace, name="replace"),
    path("passes/<row:pk>/lost", deeds.lost, name="lost"),
    path("passes/<row:pk>/revoke", deeds.revoke, name="revoke"),
    path("passes/<row:pk>/lift", deeds.lift, name="lift"),
    path("passes/<row:pk>/sign", deeds.sign, name="sign"),
    path("passes/<row:pk>/pass.pdf", papers.single, name="single"),
    path("compounds/", compounds.listing, name="compounds"),
    path("compounds/<row:pk>/", compounds.compound, name="compound"),
    path("compounds/<row:pk>/issue", compounds.start, name="issue_missing"),
    path("compounds/<row:pk>/progress", compounds.progress, name="issuing"),
    path("compounds/<row:pk>/passes.pdf", papers.sheet, name="sheet"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<row:pk>/", rules.public, name="public_rules"),
    path("keys/", keys.keys, name="keys"),
    path("board/", crossings.board, name="board"),
    path("crossings/", crossings.crossings, name="crossings"),
    path("crossings/<row:pk>/door", crossings.door, name="door"),
    path("findings/", findings.listing, name="findings"),
    path("findings/<row:pk>/", findings.finding, name="finding"),
    path("findings/<row:pk>/aside", findings.aside, name="finding_aside"),
    path("findings/<row:pk>/again", findings.again, name="finding_again"),
    path("findings/<row:pk>/revoke", findings.revoke, name="finding_revoke"),
    path("findings/<row:pk>/replace", findings.replace, name="finding_replace"),
    path("fevers/", fevers.fevers, name="fevers"),
    path("fevers/<row:pk>/follow", fevers.follow, name="follow_fever"),
    path("between/", between.between, name="between"),
]
