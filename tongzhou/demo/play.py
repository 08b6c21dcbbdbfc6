"""Plays the history through the rooms' actions, everything in order of time."""

from datetime import datetime
from operator import attrgetter

from tongzhou.demo.account_rows import Crew
from tongzhou.demo.barriers import BarrierPlayer
from tongzhou.demo.crossings import play_crossings
from tongzhou.demo.district import District
from tongzhou.demo.duty_presses import PressPlayer
from tongzhou.demo.duty_rosters import RosterPlayer
from tongzhou.demo.events import Story
from tongzhou.demo.maps import MapPlayer
from tongzhou.demo.oddities import play_oddities
from tongzhou.demo.passes import PassPlayer
from tongzhou.demo.play_desk import DeskPlayer
from tongzhou.demo.play_followup import FollowupPlayer
from tongzhou.demo.registry_rows import Rows
from tongzhou.demo.volunteers import VolunteerPlayer
from tongzhou.desk.actions import escalate_overdue
from tongzhou.followup.actions import mark_missed
from tongzhou.workflows.actions.needs import settle_needs


def play(story: Story, rows: Rows, crew: Crew, district: District, *, now: datetime) -> None:
    """Let everything happen, and at the end what the clock does by itself."""
    desk = DeskPlayer(rows, crew)
    followup = FollowupPlayer(rows, crew, desk)
    turns = [*desk.turns(story.requests), *followup.turns(story.observations)]
    turns += PassPlayer(rows, crew, now).turns()
    turns += VolunteerPlayer(rows, crew, now).turns()
    turns += RosterPlayer(rows, crew, now).turns()
    turns += PressPlayer(crew, now).turns()
    maps = MapPlayer(district, crew, now)
    turns += maps.turns()
    turns += BarrierPlayer(rows, crew, district, maps.brought, now).turns()
    # Sorting is stable: what happened to one request at one moment keeps its order.
    for turn in sorted(turns, key=attrgetter("at")):
        turn.act()
    play_crossings(rows, crew, now=now)
    play_oddities(rows, crew, now=now)
    settle_needs(now=now)
    mark_missed(now=now)
    escalate_overdue(now=now)
