"""Sitemaps: one entry per open posting with the moment it last changed; an index over all companies.

https://www.sitemaps.org/protocol.html: at most 50,000 addresses and 50 MB in a file.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterable
from html import escape

from foretaste.syndication.outbound.posting import Site
from foretaste.syndication.outbound.xml import DECLARATION

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
Entry = tuple[str, dt.datetime | None]


def of_site(site: Site) -> bytes:
    """Return the company's sitemap: its list, and each open posting."""
    entries: list[Entry] = [(site.base, site.changed_at)]
    entries += [(posting.url, posting.changed_at) for posting in site.postings]
    return written("urlset", "url", entries)


def index(entries: Iterable[Entry]) -> bytes:
    """Return the index of sitemaps."""
    return written("sitemapindex", "sitemap", entries)


def written(root: str, name: str, entries: Iterable[Entry]) -> bytes:
    lines = []
    for address, changed_at in list(entries)[:MOST]:
        changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
        lines.append(f"  <{name}><loc>{escape(address)}</loc>{changed}</{name}>\n")
    return f'{DECLARATION}<{root} xmlns="{NAMESPACE}">\n{"".join(lines)}</{root}>\n'.encode()


def packed(content: bytes) -> bytes:
    """Return it gzipped, byte for byte the same each time."""
    return gzip.compress(content, mtime=0)


def robots(*, sitemap: str, closed: Iterable[str] = ()) -> bytes:
    """Return robots.txt: what crawlers leave alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "Allow: /", "", f"Sitemap: {sitemap}", ""]
    return "\n".join(lines).encode()
