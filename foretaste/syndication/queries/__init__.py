"""What is shown elsewhere, and by whom."""

from foretaste.syndication.queries.sites import (
    base_of,
    canonical_of,
    company_at,
    company_with_host,
    home,
    open_at,
    posting_on,
    settings_of,
    site_of,
    sites_with_postings,
    was_open_on,
)

__all__ = [
    "base_of",
    "canonical_of",
    "company_at",
    "company_with_host",
    "home",
    "open_at",
    "posting_on",
    "settings_of",
    "site_of",
    "sites_with_postings",
    "was_open_on",
]
