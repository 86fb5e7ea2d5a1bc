"""Job-alert mails, all invented, in the layouts that are known; signed as their senders would sign them."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from functools import cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

LINKEDIN = """Your job alert for micro-internship in Leipzig
2 new jobs match your preferences.

Trial day, post room
Briefpost GmbH
Leipzig, Germany
This company is actively hiring
View job: https://www.linkedin.com/comm/jobs/view/4700000001/?trackingId=abc&midToken=def

---------------------------------------------------------


Short-term project: stamps
Markenhaus
Greater Leipzig Area (Remote)
View job: https://www.linkedin.com/comm/jobs/view/4700000002/?trackingId=abc

---------------------------------------------------------

See all jobs on LinkedIn:  https://www.linkedin.com/comm/jobs/search?geoId=1
Unsubscribe: https://www.linkedin.com/job-alert-email-unsubscribe?savedSearchId=0
"""
INDEED = """<html><body><table><tr><td><a href="https://www.indeed.com/rc/clk/dl?jk=0f00ba4700000001&from=ja&tk=me">Trial
day, post room</a><div>Briefpost</div><div>Leipzig</div></td></tr>
<tr><td><a href="https://www.indeed.com/rc/clk/dl?jk=0f00ba4700000001">View</a></td></tr>
<tr><td><a href="https://www.indeed.com/preferences">Unsubscribe</a></td></tr></table></body></html>"""
GLASSDOOR = """<html><body><div><a href="https://www.glassdoor.com/partner/jobListing.htm?jl=470000001&utm_source=jobalert">
<p>Briefpost</p></a><p>x</p></div></body></html>"""
HANDSHAKE = """<html><body><div><a href="https://app.joinhandshake.com/jobs/470001?ref=mail">Trial day, post room</a></div>
<div><a href="https://evil.example/?u=app.joinhandshake.com/jobs/1">no job</a></div></body></html>"""


def mail(sender: str, *, text: str = "", html: str = "", **headers: str) -> bytes:
    """Return a mail as a mail program saves it."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "ines@example.org"
    made["Subject"] = "New jobs for you"
    made["Date"] = "Mon, 02 Mar 2026 08:00:00 +0000"
    for name, value in headers.items():
        made[name] = value
    made.set_content(text or "Open this mail in a browser.")
    if html:
        made.add_alternative(html, subtype="html")
    return made.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@cache
def keys() -> tuple[bytes, bytes]:
    """Return a private key, and the record that would publish its other half."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signed(content: bytes, domain: str, **options: object) -> bytes:
    """Sign a mail for a domain."""
    header: bytes = dkim.sign(content, b"s1", domain.encode(), keys()[0], **options)
    return header + content


def published(name: bytes) -> bytes | None:
    """Answer as a name server would that holds the key of every sender."""
    return keys()[1] if name.startswith(b"s1._domainkey.") else None


def unreachable(name: bytes) -> bytes | None:
    return None
