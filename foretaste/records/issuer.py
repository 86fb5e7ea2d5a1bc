"""Who issues here: a did:web made of the instance's address, and the keys it signs with."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from foretaste.records import badge, proofs

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"


def place() -> badge.Place:
    url = settings.SITE_URL.rstrip("/")
    return badge.Place(url=url, did=did_of(url), name=settings.INSTANCE_NAME)


def did_of(url: str) -> str:
    """Return the did:web of an address: the port's colon is written %3A, as the method asks."""
    return "did:web:" + urlsplit(url).netloc.replace(":", "%3A")


def seeds() -> list[bytes]:
    """Return the seeds of all keys: the first signs, all of them stand in the DID document."""
    return [base64.urlsafe_b64decode(one) for one in settings.RECORD_KEYS]


def method_of(multikey: str) -> str:
    """Name a key by itself, so that its name stays when another one becomes the first."""
    return f"{place().did}#{multikey}"


def signed(document: dict[str, Any]) -> dict[str, Any]:
    seed = seeds()[0]
    return proofs.signed(document, seed=seed, method=method_of(proofs.public_multikey(seed)))


def did_document() -> dict[str, Any]:
    """Return what stands at /.well-known/did.json."""
    did = place().did
    keys = [proofs.public_multikey(seed) for seed in seeds()]
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": [
            {"id": method_of(key), "type": "Multikey", "controller": did, "publicKeyMultibase": key} for key in keys
        ],
        "assertionMethod": [method_of(key) for key in keys],
    }


def profile() -> dict[str, Any]:
    """Return the issuer as an Open Badges profile."""
    return {"@context": list(badge.CONTEXTS), **badge.issuer(place())}
