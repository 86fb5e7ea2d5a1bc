"""What people and readings do with sources, listings and channels."""

from foretaste.syndication.actions.arriving import forget_address, receive_from_indeed
from foretaste.syndication.actions.bringing import (
    Brought,
    bring_file,
    bring_lead,
    bring_link,
    bring_mail,
    count_reading,
    forget_brought,
)
from foretaste.syndication.actions.forwarding import (
    count_forwarded,
    drop_alert_address,
    give_alert_address,
    note_forwarded,
    take_forwarded,
)
from foretaste.syndication.actions.inbound import (
    add_source,
    hide_listing,
    keep_listing,
    note_failed_reading,
    note_unchanged_reading,
    read_now,
    report_listing,
    share_file,
    stop_source,
    take_in_reading,
)
from foretaste.syndication.actions.riipen import connect_riipen, hear_riipen
from foretaste.syndication.actions.searching import note_in_search, note_out_of_search, take_up
from foretaste.syndication.actions.sites import confirm_host, set_up_site, switch_channel, withdraw_host

__all__ = [
    "Brought",
    "add_source",
    "bring_file",
    "bring_lead",
    "bring_link",
    "bring_mail",
    "confirm_host",
    "connect_riipen",
    "count_forwarded",
    "count_reading",
    "drop_alert_address",
    "forget_address",
    "forget_brought",
    "give_alert_address",
    "hear_riipen",
    "hide_listing",
    "keep_listing",
    "note_failed_reading",
    "note_forwarded",
    "note_in_search",
    "note_out_of_search",
    "note_unchanged_reading",
    "read_now",
    "receive_from_indeed",
    "report_listing",
    "set_up_site",
    "share_file",
    "stop_source",
    "switch_channel",
    "take_forwarded",
    "take_in_reading",
    "take_up",
    "withdraw_host",
]
