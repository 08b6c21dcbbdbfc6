"""Rows of the desk, by theme."""

from tongzhou.desk.models.callbacks import Callback
from tongzhou.desk.models.catalogue import Service, ServiceStep
from tongzhou.desk.models.errands import Errand, ErrandLine
from tongzhou.desk.models.events import RequestEvent
from tongzhou.desk.models.papers import Attachment, ProcedureStep, RequestDocument
from tongzhou.desk.models.requests import ServiceRequest

__all__ = [
    "Attachment",
    "Callback",
    "Errand",
    "ErrandLine",
    "ProcedureStep",
    "RequestDocument",
    "RequestEvent",
    "Service",
    "ServiceRequest",
    "ServiceStep",
]
