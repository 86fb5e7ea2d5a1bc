"""Our postings elsewhere, and what comes from elsewhere."""

from foretaste.syndication.models.inbound import FRESH_FOR, Ending, ImportedListing, ListingReport, Sighting, Source
from foretaste.syndication.models.outbound import Arrival, CareerSite, ChannelSwitch

__all__ = [
    "FRESH_FOR",
    "Arrival",
    "CareerSite",
    "ChannelSwitch",
    "Ending",
    "ImportedListing",
    "ListingReport",
    "Sighting",
    "Source",
]
