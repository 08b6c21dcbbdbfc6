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
    path("checks/<int:pk>", rounds.perform, name="perform"),
    path("checks/<int:pk>/undo", rounds.undo, name="undo"),
    path("checks/<int:pk>/correct", checks.correct, name="correct"),
    path("observations/<int:pk>", observations.observation, name="observation"),
    path("observations/<int:pk>/call", checks.call, name="call"),
    path("observations/<int:pk>/sign", deeds.sign, name="sign"),
    path("observations/<int:pk>/release", deeds.release, name="release"),
    path("observations/<int:pk>/extend", deeds.extend, name="extend"),
    path("observations/<int:pk>/outcome", deeds.outcome, name="outcome"),
    path("observations/<int:pk>/cancel", deeds.cancel, name="cancel"),
    path("observations/<int:pk>/need", deeds.need, name="need"),
    path("observations/<int:pk>/alarm", deeds.alarm, name="alarm"),
    path("observations/<int:pk>/hand-over", observations.hand_over, name="hand_over"),
    path("observations/<int:pk>/order.pdf", papers.order, name="order"),
    path("observations/<int:pk>/release.pdf", papers.release_note, name="release_note"),
    path("needs/<int:pk>/meet", deeds.meet_need, name="meet_need"),
    path("needs/<int:pk>/cancel", deeds.cancel_need, name="cancel_need"),
    path("alarms/<int:pk>/acknowledge", alarms.acknowledge, name="acknowledge"),
    path("alarms/<int:pk>/handle", alarms.handle, name="handle"),
    path("alarms/<int:pk>/close", alarms.close, name="close"),
]
