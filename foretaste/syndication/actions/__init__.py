"""What people and readings do with sources, listings and channels."""

from foretaste.syndication.actions.inbound import (
    add_source,
    hide_listing,
    keep_listing,
    note_failed_reading,
    note_unchanged_reading,
    read_now,
    report_listing,
    stop_source,
    take_in_reading,
)

__all__ = [
    "add_source",
    "hide_listing",
    "keep_listing",
    "note_failed_reading",
    "note_unchanged_reading",
    "read_now",
    "report_listing",
    "stop_source",
    "take_in_reading",
]
