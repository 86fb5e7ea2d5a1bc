"""The demo world: invented people and companies, living through the real actions. Nothing here inserts a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable


def make_demo_world(say: Callable[[str], None]) -> None:
    """Make the demo world where there is none yet, and move the instance's clock to its today.

    Today is the next Thursday, 11:10 in Ghent, that is no public holiday there: the middle of a trial.
    """
    from foretaste.accounts import queries as accounts
    from foretaste.core import calendars
    from foretaste.core.clock import set_demo_clock
    from foretaste.demo.world import World

    if accounts.has_demo_people():
        say("The demo world is there already.")
        return
    if accounts.has_people():
        say("This instance has people of its own; the demo world is only made in an empty one.")
        return
    today = the_demos_today(calendars.now())
    say("Making the demo world: four months of trials, each lived through the real actions.")
    world = World(today, say)
    world.write()
    lines = world.stage.play(today)
    set_demo_clock(to=today)
    say(f"The demo world is ready: {lines} scenes. It is {today:%A %d %B %Y}, 11:10 in Ghent.")


def the_demos_today(now: dt.datetime) -> dt.datetime:
    """Return the next Thursday at 11:10 in Ghent whose week has no public holiday there."""
    from foretaste.core import calendars

    day = calendars.local_date(now, "Europe/Brussels")
    while True:
        moment = calendars.moment(day, dt.time(11, 10), "Europe/Brussels")
        week = [day + dt.timedelta(days=distance) for distance in range(-3, 2)]
        if day.weekday() == 3 and moment > now and all(calendars.is_working_day(one, "BE") for one in week):
            return moment
        day += dt.timedelta(days=1)
