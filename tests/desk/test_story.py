"""S3: from a call to papers at the door, and back to the caller."""

from datetime import timedelta

from tests.cast import NOW, Cast
from tongzhou.core.models import AuditEntry
from tongzhou.desk import access, actions
from tongzhou.desk.choices import Outcome, State, Where
from tongzhou.desk.forms.table import is_turn_of, ways_on
from tongzhou.desk.models import ServiceRequest
from tongzhou.desk.queries.record import record
from tongzhou.privacy.keyring import Keyring

HOUR = timedelta(hours=1)


def test_a_lost_birth_permit_comes_to_the_door(cast: Cast, permit: ServiceRequest) -> None:
    actions.refer(cast.worker, permit, note="请查原始登记", now=NOW + HOUR)
    permit = access.requests(cast.health_desk).get()
    actions.start_work(cast.health_desk, permit, now=NOW + 2 * HOUR)
    for step in access.steps(cast.health_desk):
        actions.tick_step(cast.health_desk, step, is_done=True, now=NOW + 3 * HOUR)
    made = actions.add_document(
        cast.health_desk, permit, name="生育服务证", direction="produced", where=Where.MADE,
        now=NOW + 3 * HOUR,
    )  # fmt: skip
    actions.mark_ready(cast.health_desk, permit, outcome="已补办", now=NOW + 4 * HOUR)
    actions.move_document(cast.worker, made, where=Where.WITH_COMMITTEE, now=NOW + 5 * HOUR)
    actions.send_out(cast.worker, permit, now=NOW + 6 * HOUR)
    actions.deliver(cast.worker, permit, now=NOW + 7 * HOUR)
    call = access.callbacks(cast.worker).get()
    actions.complete_callback(cast.worker, call, outcome=Outcome.SOLVED, now=NOW + 8 * HOUR)

    permit.refresh_from_db()
    made.refresh_from_db()
    assert permit.state == State.CONFIRMED
    assert permit.closed_at == NOW + 8 * HOUR
    assert made.where == Where.DELIVERED
    assert Keyring.of([permit.key_id]).read(permit, "outcome") == "已补办"


def test_what_the_department_made_is_named_when_it_is_ready(
    cast: Cast, permit: ServiceRequest
) -> None:
    actions.refer(cast.worker, permit, note="请查原始登记", now=NOW)
    assert "请查原始登记" in str(record(cast.health_desk, permit.code).last_words)
    actions.mark_ready(cast.health_desk, permit, brings="生育服务证", now=NOW)

    found = record(cast.worker, permit.code)
    assert found.has_goods
    assert ways_on(found.row, found.parts, has_goods=True)[0].key == "bring"
    assert ("生育服务证", Where.MADE) in [(p.name, p.document.where) for p in found.papers]


def test_the_committee_is_not_pushed_while_a_department_works(
    cast: Cast, permit: ServiceRequest
) -> None:
    permit = actions.refer(cast.worker, permit, now=NOW)
    ours, theirs = access.parts(cast.worker, permit), access.parts(cast.health_desk, permit)

    assert not is_turn_of(permit, ours)
    assert is_turn_of(permit, theirs)
    assert "take_back" in [d.key for d in ways_on(permit, ours)]
    assert "send_back" in [d.key for d in ways_on(permit, theirs)]
    assert "take_back" not in [d.key for d in ways_on(permit, theirs)]


def test_an_errand_is_bought_paid_and_brought(cast: Cast, shopping: ServiceRequest) -> None:
    actions.send_runner(cast.worker, shopping, now=NOW)
    actions.advance_money(cast.worker, shopping, fen=10000, now=NOW)
    for line in access.lines(cast.worker):
        actions.tick_line(cast.worker, line, is_got=True, cost_fen=2000, now=NOW)
    actions.record_spending(cast.worker, shopping, fen=4300, now=NOW)
    errand = actions.return_change(cast.worker, shopping, fen=5700, now=NOW)
    actions.send_out(cast.worker, shopping, now=NOW)
    actions.deliver(cast.worker, shopping, is_contact_free=True, now=NOW)

    shopping.refresh_from_db()
    assert shopping.state == State.DELIVERED
    assert errand.in_hand_fen == 0


def test_each_deed_is_one_entry_in_the_audit_log(cast: Cast, permit: ServiceRequest) -> None:
    before = AuditEntry.objects.count()
    actions.refer(cast.worker, permit, now=NOW)
    actions.add_note(cast.health_desk, permit, text="查到了", now=NOW)
    actions.mark_ready(cast.health_desk, permit, now=NOW)

    keys = AuditEntry.objects.order_by("seq").values_list("key", flat=True)[before:]
    assert list(keys) == ["desk.request.referred", "desk.request.noted", "desk.request.ready"]
