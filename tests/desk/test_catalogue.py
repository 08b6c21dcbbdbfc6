"""The catalogue of services."""

from collections.abc import Callable

import pytest

from tests.cast import NOW, TODAY, Cast
from tongzhou.core.errors import Refusal, Stale
from tongzhou.desk import access, actions
from tongzhou.desk.actions.catalogue import ServiceText
from tongzhou.desk.models import Service
from tongzhou.desk.queries import lists
from tongzhou.registry.acting import Acting

Catalogue = Callable[[str], Service]


def text_of(service: Service, **changes: object) -> ServiceText:
    given = {
        "name": service.name, "name_en": service.name_en, "department": service.department,
        "papers": "身份证", "papers_en": "identity card", "steps": "查\n办\n送", "steps_en": "find",
        "target_hours": 24, "may_by_proxy": True, "is_active": True,
    }  # fmt: skip
    return ServiceText(**(given | changes))  # type: ignore[arg-type]


def test_the_default_catalogue_is_in_two_languages(cast: Cast, catalogue: Catalogue) -> None:
    services = list(access.services(Acting.system()).prefetch_related("steps"))

    assert len(services) >= 28
    assert all(s.name and s.name_en for s in services)
    assert all(step.text and step.text_en for s in services for step in s.steps.all())
    assert all(len(s.papers.splitlines()) == len(s.papers_en.splitlines()) for s in services)


def test_departments_are_found_by_the_beginning_of_their_name(
    cast: Cast, catalogue: Catalogue
) -> None:
    assert catalogue("birth_permit").department == cast.health_office
    assert catalogue("death").department == cast.civil_affairs
    assert catalogue("shopping").department is None


def test_loading_twice_adds_nothing_and_keeps_what_was_changed(
    cast: Cast, catalogue: Catalogue
) -> None:
    permit = catalogue("birth_permit")
    actions.edit_service(cast.secretary, permit, text_of(permit, target_hours=12), now=NOW)

    assert actions.load_catalogue(now=NOW) == 0
    changed = catalogue("birth_permit")
    assert (changed.target_hours, changed.last_verified_on) == (12, TODAY)
    assert [step.text for step in changed.steps.all()] == ["查", "办", "送"]


def test_only_secretaries_and_the_street_keep_it(cast: Cast, catalogue: Catalogue) -> None:
    permit = catalogue("birth_permit")
    with pytest.raises(Refusal):
        actions.edit_service(cast.worker, permit, text_of(permit), now=NOW)
    actions.edit_service(cast.officer, permit, text_of(permit), now=NOW)


def test_a_change_over_a_newer_one_is_refused(cast: Cast, catalogue: Catalogue) -> None:
    permit = catalogue("birth_permit")
    actions.edit_service(cast.secretary, permit, text_of(permit), now=NOW)
    with pytest.raises(Stale):
        actions.edit_service(cast.officer, permit, text_of(permit), version=permit.version, now=NOW)


def test_a_service_is_found_by_what_people_call_it(cast: Cast, catalogue: Catalogue) -> None:
    for words, key in (("准生证", "birth_permit"), ("尿不湿", "baby"), ("dialysis", "dialysis")):
        assert key in [s.key for s in lists.services_like(cast.worker, words)]
