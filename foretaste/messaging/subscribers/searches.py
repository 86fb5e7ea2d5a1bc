"""An address is asked whether it wants the mails of a search."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import override

from foretaste.core import calendars
from foretaste.core.events import subscribes_to
from foretaste.matching.events import SearchAsked
from foretaste.matching.saved import queries as saved
from foretaste.matching.saved.links import confirm_token
from foretaste.messaging import actions, letters


@subscribes_to(SearchAsked)
def ask_to_confirm(event: SearchAsked) -> None:
    one = saved.of_an_address(event.search_id)
    if one is None:  # its mails were stopped meanwhile
        return
    token = confirm_token(one.public_id, dt.datetime.fromisoformat(event.asked_at))
    with override(one.language):
        actions.send_to_address(
            key=f"mails_to_confirm:{one.public_id}:{event.asked_at}",
            address=one.address,
            letter=letters.mails_to_confirm(query=one.query, token=token),
            at=calendars.now(),
        )
