"""Our postings elsewhere, and what comes from elsewhere."""

from foretaste.syndication.models.outbound import CareerSite, ChannelSwitch

__all__ = ["CareerSite", "ChannelSwitch"]
