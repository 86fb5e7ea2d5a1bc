"""Our postings elsewhere, and what comes from elsewhere."""

from foretaste.syndication.models.forwarded import AlertAddress, ForwardedMail
from foretaste.syndication.models.inbound import FRESH_FOR, Ending, ImportedListing, ListingReport, Sighting, Source
from foretaste.syndication.models.outbound import Arrival, CareerSite, ChannelSwitch

__all__ = [
    "FRESH_FOR",
    "AlertAddress",
    "Arrival",
    "CareerSite",
    "ChannelSwitch",
    "Ending",
    "ForwardedMail",
    "ImportedListing",
    "ListingReport",
    "Sighting",
    "Source",
]
