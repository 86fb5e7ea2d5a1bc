"""Signing, lists and baking by themselves: the published vectors, and every way to tamper."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import gzip
import json
import struct
import zlib
from typing import Any

import pytest
from lxml import etree

from foretaste.records import badge, baking, proofs, revocations

SEED = bytes(range(32))
KEY = proofs.public_multikey(SEED)
PLACE = badge.Place(url="https://trials.example.org", did="did:web:trials.example.org", name="Foretaste")
FACTS = badge.Facts(
    record_id="0123456789ab", person="Ines Brandt", title="Sort the sensor archive", company="Halden & Söhne",
    company_url="https://trials.example.org/c/halden/", skills=["Python"], month=dt.date(2026, 3, 1),
    own_words="", shown=[badge.Shown("Halden", "What was good?", "Calm ]]> and “exact”")], status_list=1,
    status_index=7,
)  # fmt: skip
METHOD = f"{PLACE.did}#{KEY}"


@pytest.fixture(scope="module")
def signed() -> dict[str, Any]:
    return proofs.signed(badge.credential(FACTS, PLACE), seed=SEED, method=METHOD)


def test_the_key_of_rfc_8032_is_written_as_multikey() -> None:
    """RFC 8032, section 7.1, test 1; its Multikey begins as every Ed25519 key's does."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert proofs.from_base58(proofs.public_multikey(seed)[1:]) == b"\xed\x01" + public
    assert proofs.public_multikey(seed).startswith("z6Mk")


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\x01", b"Hello World!", bytes(range(64))])
def test_base58_comes_back(data: bytes) -> None:
    assert proofs.from_base58(proofs.base58(data)) == data
    assert proofs.base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"  # draft-msporny-base58, section 5


def test_what_was_signed_is_genuine_and_the_order_of_keys_does_not_count(signed: dict[str, Any]) -> None:
    turned = dict(reversed(list(signed.items())))
    assert proofs.is_signed_by(signed, multikey=KEY, method=METHOD)
    assert proofs.is_signed_by(turned, multikey=KEY, method=METHOD)
    assert proofs.signed(badge.credential(FACTS, PLACE), seed=SEED, method=METHOD) == signed


def changed(signed: dict[str, Any], *path: Any, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(signed)
    inner: Any = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), "Chief engineer"),
        (("validFrom",), "2026-04-01T00:00:00Z"),
        (("issuer", "id"), "did:web:elsewhere.example"),
        (("credentialSubject", "identifier", 0, "identityHash"), "Otto Kranz"),
        (("evidence", 0, "narrative"), "Brilliant"),
        (("credentialStatus", "statusListIndex"), "8"),
        (("proof", "proofValue"), "z" + proofs.base58(bytes(64))),
        (("proof", "proofValue"), "no base 58: 0OIl"),
        (("proof", "proofPurpose"), "authentication"),
        (("proof", "verificationMethod"), "did:web:elsewhere.example#key"),
        (("proof",), "none"),
    ],
)
def test_whatever_is_changed_is_seen(signed: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    assert not proofs.is_signed_by(changed(signed, *path, value=value), multikey=KEY, method=METHOD)


def test_no_context_is_fetched() -> None:
    document = {"@context": ["https://elsewhere.example/v1"], "id": "urn:x"}
    with pytest.raises(proofs.UnknownContext, match="elsewhere"):
        proofs.signed(document, seed=SEED, method=METHOD)
    assert not proofs.is_signed_by(
        {**document, "proof": {"cryptosuite": proofs.SUITE, "verificationMethod": METHOD, "proofValue": "z1"}},
        multikey=KEY,
        method=METHOD,
    )


def test_a_list_tells_who_is_revoked_and_has_one_length() -> None:
    text = revocations.encoded([0, 7, 131_071])
    assert [place for place in (0, 1, 6, 7, 8, 131_070, 131_071) if revocations.is_revoked(text, place)] == [
        0,
        7,
        131_071,
    ]
    assert len(gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=="))) == 16_384
    assert revocations.encoded([7, 0, 131_071]) == text
    for place in (-1, 131_072):
        with pytest.raises(ValueError, match="place"):
            revocations.encoded([place])


def test_a_list_that_unpacks_to_more_is_refused() -> None:
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(50_000_000))).decode()
    with pytest.raises(ValueError, match="another length"):
        revocations.is_revoked(bomb, 1)


def picture() -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return baking.PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def test_a_baked_picture_gives_its_credential_back(signed: dict[str, Any]) -> None:
    once = baking.baked_png(picture(), signed)
    assert baking.from_png(once) == signed
    assert baking.from_png(picture()) is None
    assert baking.baked_png(once, signed) == once
    with pytest.raises(ValueError, match="PNG"):
        baking.baked_png(b"GIF89a", signed)


def test_a_baked_drawing_gives_its_credential_back(signed: dict[str, Any]) -> None:
    root = etree.fromstring(baking.baked_svg('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', signed).encode())
    (element,) = root.findall(f"{{{baking.NAMESPACE}}}credential")
    assert json.loads(element.text) == signed
