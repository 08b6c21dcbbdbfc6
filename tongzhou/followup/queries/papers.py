"""The words of the two papers a person gets: the order at the beginning, the note at the end."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongzhou.accounts.models import User
from tongzhou.core import clock
from tongzhou.followup.choices import SEEN, CheckState
from tongzhou.followup.models import Extension
from tongzhou.followup.queries.record import Record


def order(found: Record) -> dict[str, Any]:
    """The order of observation."""
    words, restriction = _words(found), found.observation.restriction
    assert restriction is not None
    paragraphs = [
        _(
            "You are placed under home observation (%(level)s) from %(start)s to %(ordered_end)s. "
            "The reason: %(reason)s (%(disease)s). The days are counted from %(exposed)s. Legal "
            "basis: %(law)s."
        ),
        *_extended(found),
        _(
            "During this time please stay at home and receive no visitors. Your temperature is "
            "asked every morning and evening; the staff of the committee call you or come to the "
            "door."
        ),
        _(
            "If your temperature reaches %(alarm)s °C, or you cough or find it hard to breathe, "
            "tell the committee at once. Wear a mask, keep apart from your family, and air the "
            "rooms several times a day."
        ),
        _(
            "The committee brings what you need: food, water, medicine. It takes your rubbish "
            "away, helps with your children and writes to your employer. Telephone: %(phone)s."
        ),
        _(
            "The observation ends on %(end)s if you are well, when a cadre and a medical worker "
            "have both signed. You may read what is recorded about you and who has looked at it."
        ),
    ]  # fmt: skip
    return _letter(
        found,
        _("Order of Home Observation"),
        [p % words for p in paragraphs],
        on=found.observation.enrolled_at,
        signatures=[
            (_("Ordered by"), restriction.first_by, restriction.starts_at),
            (_("Confirmed by"), restriction.second_by, restriction.second_at),
        ],
        stub=_("Received by (signature and date):"),
    )


def release_note(found: Record) -> dict[str, Any]:
    """The note of release."""
    words, release = _words(found), found.release
    assert release is not None
    paragraphs = [
        _(
            "You were under home observation (%(level)s) from %(start)s to %(end)s. The reason: "
            "%(reason)s (%(disease)s)."
        ),
        _last_check(found),
        _(
            "The observation is lifted from %(ended)s, and you may go out and return to work like "
            "everybody else. Legal basis: %(law)s."
        ),
        _(
            "Thank you for staying at home for the sake of your neighbours. If you feel unwell in"
            " the coming days, call the committee: %(phone)s."
        ),
    ]  # fmt: skip
    return _letter(
        found,
        _("Note of Release from Home Observation"),
        [p % words for p in paragraphs],
        on=found.observation.ended_at or found.now,
        signatures=[
            (_("For the committee"), release.cadre, release.cadre_at),
            (_("Medical worker"), release.medic, release.medic_at),
        ],
    )


def _extended(found: Record) -> list[str]:
    """A sentence for each extension; its reason stays on the record, as it may name others."""
    end_on, sentences = _ordered_end(found), []
    for told in found.extensions:
        given = cast(Extension, told.row)
        end_on += timedelta(days=given.days)
        sentence = ngettext(
            "On %(day)s it was extended by %(n)d day, to %(end)s.",
            "On %(day)s it was extended by %(n)d days, to %(end)s.",
            given.days,
        )
        values = {"day": _day(clock.local_date(given.at)), "n": given.days, "end": _day(end_on)}
        sentences.append(sentence % values)
    return sentences


def _ordered_end(found: Record) -> date:
    """The last day as it was ordered, before anything was added."""
    added = sum(cast(Extension, told.row).days for told in found.extensions)
    return found.observation.end_on - timedelta(days=added)


def _last_check(found: Record) -> str:
    """That the days are over; and that the person was well only if they were."""
    ended_at = found.observation.ended_at or found.now
    seen = (c.check for c in found.past if c.check.state in SEEN)
    states = (check.state for check in seen if (check.performed_at or ended_at) <= ended_at)
    if next(states, "") == CheckState.SEEN_OK:
        return _("The days are over and the last check found you well.")
    return _("The days are over.")


def _words(found: Record) -> dict[str, str]:
    observation = found.observation
    return {
        "law": observation.legal_basis,
        "reason": observation.reason.label,
        "disease": observation.disease.label,
        "level": str(observation.get_level_display()),
        "start": _day(clock.local_date(observation.enrolled_at)),
        "end": _day(observation.end_on),
        "ordered_end": _day(_ordered_end(found)),
        "ended": _day(clock.local_date(observation.ended_at or found.now)),
        "exposed": _day(observation.last_exposure_on) if observation.last_exposure_on else "",
        "alarm": f"{found.alarm_tenths / 10:.1f}",
        "phone": observation.committee.phone or observation.committee.office.phone or "________",
    }


def _letter(
    found: Record,
    title: str,
    paragraphs: list[str],
    *,
    on: datetime,
    signatures: list[tuple[str, User | None, datetime | None]],
    stub: str = "",
) -> dict[str, Any]:
    """What the template sets: head, number, addressee, body, signatures, stub."""
    observation, committee = found.observation, found.observation.committee
    household, resident = observation.household, observation.resident
    address = household.place if household else ""
    number = _("No. %(year)d-%(number)05d") % {
        "year": clock.local_date(observation.enrolled_at).year, "number": observation.pk,
    }  # fmt: skip
    return {
        "office": committee.office.label,
        "title": title,
        "number": number,
        "addressee": resident.name if resident else "",
        "greeting": _("To %(person)s:") % {"person": resident.name if resident else ""},
        "address": address,
        "paragraphs": paragraphs,
        "committee": committee.label,
        "date": _day(clock.local_date(on)),
        "signatures": [_signature(*given) for given in signatures],
        "stub": stub,
        "seal": _("(seal)"),
        "contact": _("Contact: %(committee)s, telephone %(phone)s")
        % {"committee": committee.label, "phone": _words(found)["phone"]},
    }


def _signature(title: str, user: User | None, at: datetime | None) -> dict[str, str]:
    return {
        "title": title,
        "name": user.name if user else "",
        "date": _day(clock.local_date(at)) if at else "",
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
