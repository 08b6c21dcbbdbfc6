"""`tongzhou pass`: issue one, look at one without a network, take one away."""

import sys
from datetime import UTC, datetime
from typing import Any

import click

from tongzhou.cli.output import BAD_INPUT, GOOD, REFUSED, answer, stop


@click.group("pass")
def pass_() -> None:
    """Passes of households."""


@pass_.command()
@click.argument("door", required=False)
@click.option("--household", type=int, help="Number of the household instead of its door.")
@click.option("--essential", is_flag=True, help="Essential work: ways out are not counted.")
@click.option("--json", "as_json", is_flag=True)
def issue(door: str | None, household: int | None, essential: bool, as_json: bool) -> None:
    """Issue a pass for the household behind DOOR."""
    from tongzhou.core.clock import now
    from tongzhou.core.errors import Refusal
    from tongzhou.gates import actions
    from tongzhou.registry.acting import Acting

    home = _household(door, household)
    try:
        made = actions.issue(Acting.system(), home.pk, is_essential=essential, now=now())
    except Refusal as refusal:
        stop(str(refusal.sentence), REFUSED)
    content = _told(made) | {"token": made.token, "household": home.pk, "door": home.place}
    answer(content, as_json=as_json, text=f"{content['code']}  {made.token}")
    sys.exit(GOOD)


@pass_.command()
@click.argument("content", metavar="TOKEN")
@click.option("--at", "moment", help="ISO time at which it has to hold; now if not given.")
@click.option("--json", "as_json", is_flag=True)
def verify(content: str, moment: str | None, as_json: bool) -> None:
    """Say whether TOKEN ("-": from standard input) is ours and holds; needs no network."""
    at = _moment(moment)
    body, fault = _read(sys.stdin.read() if content == "-" else content, at)
    told = _body_told(body) if body else {}
    standing = fault or _standing(body.pass_id, at)
    verdict = {"ok": standing == "good", "fault": fault, "standing": standing} | told
    answer(verdict, as_json=as_json, text=f"{told.get('code', '')} {standing}".strip())
    sys.exit(GOOD if verdict["ok"] else REFUSED)


@pass_.command()
@click.argument("code")
@click.option("--ground", type=click.Choice(["moved", "returned", "misuse"]), required=True)
@click.option("--evidence", default="", help="For misuse: what it rests on.")
@click.option("--json", "as_json", is_flag=True)
def revoke(code: str, ground: str, evidence: str, as_json: bool) -> None:
    """Take away the pass with this short CODE, or number in hexadecimal."""
    from tongzhou.core.clock import now
    from tongzhou.core.errors import Refusal
    from tongzhou.gates import actions
    from tongzhou.registry.acting import Acting

    row = _pass(code)
    try:
        gone = actions.revoke(Acting.system(), row.pk, ground=ground, evidence=evidence, now=now())
    except Refusal as refusal:
        stop(str(refusal.sentence), REFUSED)
    answer(_told(gone), as_json=as_json, text=f"{gone.spoken} revoked")
    sys.exit(GOOD)


def _household(door: str | None, pk: int | None) -> Any:
    """The one household that is meant."""
    from tongzhou.registry import access
    from tongzhou.registry.acting import Acting
    from tongzhou.registry.queries.search import people

    if (door is None) == (pk is None):
        stop("Give a door, or --household and its number.", BAD_INPUT)
    system = Acting.system()
    rows = access.households(system).select_related("building__compound")
    homes = rows.filter(pk=pk) if pk is not None else people(system, door or "", limit=6).households
    found = list(homes)
    exact = [home for home in found if door in (home.place, home.door)]
    found = exact if len(exact) == 1 else found
    if not found:
        stop("No household behind this door.", REFUSED)
    if len(found) > 1:
        doors = "; ".join(f"{home.place} (--household {home.pk})" for home in found)
        stop(f"More than one door: {doors}", BAD_INPUT)
    return found[0]


def _pass(code: str) -> Any:
    """The pass with this short code or number."""
    from tongzhou.formats import pass_codes
    from tongzhou.gates import access
    from tongzhou.registry.acting import Acting

    rows = access.passes(Acting.system())
    try:
        is_number = len(code) == 16
        rows = (
            rows.filter(public_id=bytes.fromhex(code))
            if is_number
            else rows.filter(code=pass_codes.read(code))
        )
    except ValueError:
        stop("This is no short code: one character is wrong.", BAD_INPUT)
    row = rows.first()
    if row is None:
        stop("There is no such pass.", REFUSED)
    return row


def _public_keys() -> dict[int, bytes]:
    """Public halves that still verify something; they lie in the data directory."""
    from tongzhou.gates import access
    from tongzhou.registry.acting import Acting

    return {k.number: bytes(k.public) for k in access.keys(Acting.system())}


def _standing(pass_id: bytes, at: datetime) -> str:
    """What else is known here of a pass whose token is good."""
    from tongzhou.gates import access
    from tongzhou.gates.queries.standing import standing_of
    from tongzhou.registry.acting import Acting

    row = access.passes(Acting.system()).filter(public_id=pass_id).first()
    return standing_of(row, now=at).value if row else "good"


def _read(token: str, at: datetime) -> tuple[Any, str | None]:
    """What a token says, where that is beyond doubt, and why it is not accepted."""
    from tongzhou.formats import passes

    try:
        return passes.verify(token, _public_keys(), at=int(at.timestamp())), None
    except passes.Refused as refused:
        return refused.body, refused.fault.value


def _body_told(body: Any) -> dict[str, Any]:
    from tongzhou.formats import pass_codes

    return {
        "pass": body.pass_id.hex(), "code": pass_codes.spoken(pass_codes.code_of(body.pass_id)),
        "scope": body.scope, "key": body.key, "essential": body.is_essential,
        "from": _iso(body.starts_at), "until": _iso(body.ends_at),
    }  # fmt: skip


def _told(row: Any) -> dict[str, Any]:
    return {
        "pass": bytes(row.public_id).hex(), "code": row.spoken, "state": row.state,
        "until": row.until.isoformat(),
    }  # fmt: skip


def _moment(text: str | None) -> datetime:
    from tongzhou.core.clock import now

    try:
        moment = datetime.fromisoformat(text) if text else now()
    except ValueError:
        stop("Write the time like this: 2026-11-25T19:10+08:00", BAD_INPUT)
    return moment if moment.tzinfo else moment.astimezone()


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat()


COMMANDS = (pass_,)
