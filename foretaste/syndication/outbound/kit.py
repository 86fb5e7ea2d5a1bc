"""A posting kit for what takes no feed: texts to copy, links that share, a QR code. Nothing here counts who looks."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.linkedin import share_link
from foretaste.syndication.outbound.mapping import KEYWORDS
from foretaste.syndication.outbound.posting import Posting

SHORT = 280  # characters that every network takes
QUIET = 4  # modules of white around a code, by its standard


@dataclass(frozen=True)
class Kit:
    """What one copies, and where one shares."""

    headline: str
    pay_line: str
    short: str
    long: str
    keywords: str
    url: str
    linkedin: str
    mail: str


def of_posting(posting: Posting, pay_line: str) -> Kit:
    """Return the kit. The pay always stands in it: `pay_line` is it in the reader's language."""
    where = "" if posting.is_remote else f", {posting.city}"
    headline = f"{posting.title} – {posting.company.name}{where}"
    short = _fitted(headline, posting.summary, pay_line, posting.url)
    long = f"{headline}\n{pay_line}\n\n{text.as_text(posting.sections)}\n\n{posting.url}"
    mail = f"mailto:?{urlencode({'subject': headline, 'body': short}, quote_via=quote)}"
    return Kit(
        headline, pay_line, short, long, ", ".join((posting.field_name, *posting.skills, *KEYWORDS)), posting.url,
        share_link(posting.url), mail,
    )  # fmt: skip


def _fitted(headline: str, summary: str, pay_line: str, url: str) -> str:
    """Join them in at most 280 characters: the summary gives way, never the pay or the address."""
    rest = f"{headline}\n{pay_line}\n{url}"
    room = SHORT - len(rest) - 1
    if len(summary) > room:
        summary = f"{summary[: max(0, room - 1)].rsplit(' ', 1)[0]}…" if room > 20 else ""
    return f"{headline}\n{summary}\n{pay_line}\n{url}" if summary else rest


def qr_svg(address: str) -> bytes:
    """Return a QR code of an address as SVG, dark on white in every theme."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size * 8}" height="{size * 8}" '
        f'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>\n'
    ).encode()
