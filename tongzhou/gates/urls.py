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
    path("passes/<int:pk>/", passes.card, name="pass"),
    path("passes/<int:pk>/replace", deeds.replace, name="replace"),
    path("passes/<int:pk>/lost", deeds.lost, name="lost"),
    path("passes/<int:pk>/revoke", deeds.revoke, name="revoke"),
    path("passes/<int:pk>/lift", deeds.lift, name="lift"),
    path("passes/<int:pk>/sign", deeds.sign, name="sign"),
    path("passes/<int:pk>/pass.pdf", papers.single, name="single"),
    path("compounds/", compounds.listing, name="compounds"),
    path("compounds/<int:pk>/", compounds.compound, name="compound"),
    path("compounds/<int:pk>/issue", compounds.start, name="issue_missing"),
    path("compounds/<int:pk>/progress", compounds.progress, name="issuing"),
    path("compounds/<int:pk>/passes.pdf", papers.sheet, name="sheet"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:pk>/", rules.public, name="public_rules"),
    path("keys/", keys.keys, name="keys"),
    path("board/", crossings.board, name="board"),
    path("crossings/", crossings.crossings, name="crossings"),
    path("crossings/<int:pk>/door", crossings.door, name="door"),
    path("findings/", findings.listing, name="findings"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/aside", findings.aside, name="finding_aside"),
    path("findings/<int:pk>/again", findings.again, name="finding_again"),
    path("findings/<int:pk>/revoke", findings.revoke, name="finding_revoke"),
    path("findings/<int:pk>/replace", findings.replace, name="finding_replace"),
    path("fevers/", fevers.fevers, name="fevers"),
    path("fevers/<int:pk>/follow", fevers.follow, name="follow_fever"),
    path("between/", between.between, name="between"),
]
