"""Addresses of the room."""

from django.urls import path

from tongzhou.followup.views import alarms, checks, deeds, observations, papers, rounds, settings

app_name = "followup"
urlpatterns = [
    path("", observations.listing, name="list"),
    path("enrol", observations.enrol, name="enrol"),
    path("rounds", rounds.rounds, name="rounds"),
    path("alarms", alarms.alarms, name="alarms"),
    path("policy", settings.policy, name="policy"),
    path("checks/<row:pk>", rounds.perform, name="perform"),
    path("checks/<row:pk>/undo", rounds.undo, name="undo"),
    path("checks/<row:pk>/correct", checks.correct, name="correct"),
    path("observations/<row:pk>", observations.observation, name="observation"),
    path("observations/<row:pk>/call", checks.call, name="call"),
    path("observations/<row:pk>/sign", deeds.sign, name="sign"),
    path("observations/<row:pk>/release", deeds.release, name="release"),
    path("observations/<row:pk>/extend", deeds.extend, name="extend"),
    path("observations/<row:pk>/outcome", deeds.outcome, name="outcome"),
    path("observations/<row:pk>/cancel", deeds.cancel, name="cancel"),
    path("observations/<row:pk>/need", deeds.need, name="need"),
    path("observations/<row:pk>/alarm", deeds.alarm, name="alarm"),
    path("observations/<row:pk>/hand-over", observations.hand_over, name="hand_over"),
    path("observations/<row:pk>/order.pdf", papers.order, name="order"),
    path("observations/<row:pk>/release.pdf", papers.release_note, name="release_note"),
    path("needs/<row:pk>/meet", deeds.meet_need, name="meet_need"),
    path("needs/<row:pk>/cancel", deeds.cancel_need, name="cancel_need"),
    path("alarms/<row:pk>/acknowledge", alarms.acknowledge, name="acknowledge"),
    path("alarms/<row:pk>/handle", alarms.handle, name="handle"),
    path("alarms/<row:pk>/close", alarms.close, name="close"),
]
