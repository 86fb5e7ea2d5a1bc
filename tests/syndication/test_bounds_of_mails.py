"""How large and how nested a mail may be, and what garbage in signatures and their keys comes to. No database."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from foretaste.syndication.inbound import alert_mail
from foretaste.syndication.inbound.alert_mail import LookUp, Signed, read_mail, signature_of
from foretaste.syndication.inbound.unreadable import Unreadable, Why
from tests.syndication.mails import LINKEDIN, mail, published, signed, unreachable

SENDER = "LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>"
ALERT = mail(SENDER, text=LINKEDIN)


def with_parts(count: int) -> bytes:
    """Return the alert as the first of so many parts of one mail."""
    whole = EmailMessage()
    whole["From"], whole["Date"] = SENDER, "Mon, 02 Mar 2026 08:00:00 +0000"
    whole.set_content(LINKEDIN)
    for _number in range(count - 1):
        whole.add_attachment(b"x", maintype="application", subtype="octet-stream")
    return whole.as_bytes()


def with_boundaries(count: int) -> bytes:
    """Return a mail that names so many boundaries, as parts in parts do."""
    return b"".join(b"X: boundary=b%d\r\n" % number for number in range(count)) + ALERT


def test_a_mail_may_be_as_large_as_the_bound_and_no_byte_larger():
    room = alert_mail.MOST_BYTES - len(ALERT)
    filled = ALERT + (b"x" * 78 + b"\r\n") * (room // 80) + b"x" * (room % 80)
    assert len(filled) == alert_mail.MOST_BYTES
    assert len(read_mail(filled, published).listings) == 2
    with pytest.raises(Unreadable, match=Why.TOO_LARGE):
        read_mail(filled + b"x", published)


def test_a_mail_may_name_so_many_boundaries_and_no_more():
    assert len(read_mail(with_boundaries(alert_mail.MOST_BOUNDARIES), published).listings) == 2
    for name in (b"boundary=", b"BOUNDARY=", b"boundary =", b"boundary*0=", b"Boundary*0*\r\n ="):
        with pytest.raises(Unreadable, match=Why.NOT_A_MAIL):
            read_mail(b"Y: " + name + b"x\r\n" + with_boundaries(alert_mail.MOST_BOUNDARIES), published)


def test_a_mail_may_have_so_many_parts_and_no_more():
    assert len(read_mail(with_parts(alert_mail.MOST_PARTS), published).listings) == 2
    with pytest.raises(Unreadable, match=Why.TOO_MANY):
        read_mail(with_parts(alert_mail.MOST_PARTS + 1), published)


def test_a_part_that_never_ends_is_read_to_the_end_of_the_mail():
    whole = with_parts(2)
    cut = whole[: whole.rindex(b"--", 0, -4)]
    assert len(read_mail(cut, published).listings) == 2


def said_of(content: bytes, look_up: LookUp) -> Signed | Why:
    """Return what is found out about a mail's signature, or why the mail is refused."""
    try:
        return signature_of(content, "linkedin.com", look_up)
    except Unreadable as unreadable:
        return unreadable.why


TAGS = b"v=1; a=rsa-sha256; d=linkedin.com; s=s1; h=from; bh=%s; b=%s"


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"garbage",
        b";;;;",
        b"=",
        b"v=1; v=1; d=linkedin.com",
        b"\xff\xfe d=linkedin.com",
        b"d=linkedin.com",
        b"v=2; " + TAGS[5:] % (b"eA==", b"eA=="),
        TAGS % (b"", b""),
        TAGS % (b"!!!", b"!!!"),
        TAGS % (b"eA==", b"A" * 100_000),
        TAGS.replace(b"rsa-sha256", b"none") % (b"eA==", b"eA=="),
        TAGS.replace(b"h=from", b"h=" + b"from:" * 5_000) % (b"eA==", b"eA=="),
        TAGS.replace(b"s=s1", b"s=" + b"s1." * 200) % (b"eA==", b"eA=="),
        TAGS.replace(b"s=s1", b"s=\xff..") % (b"eA==", b"eA=="),
        TAGS % (b"eA==", b"eA==") + b"; t=never; x=-1; q=carrier/pigeon; c=a/b/c; i=@evil.example",
    ],
    ids=range(16),
)
def test_a_garbled_signature_is_never_taken_for_one(value):
    """It is none, or it can't be checked, or it doesn't fit: never a mistake of ours, and never a yes."""
    content = b"DKIM-Signature: " + value + b"\r\n" + ALERT
    assert said_of(content, published) in (Signed.UNSIGNED, Signed.UNCHECKED, Why.FORGED)
    assert said_of(content, unreachable) in (Signed.UNSIGNED, Signed.UNCHECKED)


@pytest.mark.parametrize(
    "key",
    [b"garbage", b"\xff\xfe", b"v=DKIM1", b"v=DKIM1; p=", b"v=DKIM1; k=rsa; p=!!!", b"v=DKIM1; k=rsa; p=AAAA",
     b"v=DKIM1; k=ed25519; p=AAAA", b"v=DKIM1; k=pigeon; p=AAAA", b"v=DKIM9; p=AAAA", b"p=" + b"A" * 100_000,
     b"p=MAA=", b"p=MAowBQYDK2VwAyEA"],
    ids=range(12),
)  # fmt: skip
def test_a_garbled_key_vouches_for_nothing(key):
    assert said_of(signed(ALERT, "linkedin.com"), lambda name: key) in (Signed.UNCHECKED, Why.FORGED)


def test_more_signatures_than_five_are_not_looked_at():
    """Whatever stands above them, a mail makes us ask for five keys and no more."""
    asked: list[bytes] = []
    forged = b"".join(b"DKIM-Signature: " + TAGS % (b"eA==", b"eA==") + b"\r\n" for _each in range(9))
    assert signature_of(forged + ALERT, "linkedin.com", lambda name: asked.append(name)) is Signed.UNCHECKED
    assert len(asked) <= 5
