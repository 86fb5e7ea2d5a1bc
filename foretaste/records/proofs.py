"""Signatures that others can check: W3C Data Integrity with the suite eddsa-rdfc-2022. Pure.

What is signed is the credential's meaning, its RDF in canonical form, so that neither spaces nor the order of keys
count. PyLD makes that form; it and lxml are loaded when something is signed or checked, by the worker, never at start.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from foretaste.records.badge import CREDENTIALS, OPEN_BADGES

SUITE = "eddsa-rdfc-2022"
ED25519 = b"\xed\x01"  # multicodec's word for an Ed25519 public key
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58 as Bitcoin writes it
HERE = Path(__file__).resolve().parent / "contexts"
KEPT = {CREDENTIALS: HERE / "credentials-v2.json", OPEN_BADGES: HERE / "open-badges-3.0.3.json"}


class UnknownContext(ValueError):
    """The document names a context that is not kept here; nothing is fetched."""


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text: str) -> bytes:
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    ones = len(text) - len(text.lstrip("1"))
    return b"\0" * ones + number.to_bytes((number.bit_length() + 7) // 8, "big")


def public_multikey(seed: bytes) -> str:
    """Return the public key of a 32-byte seed as a Multikey: z6Mk..."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return "z" + base58(ED25519 + public)


def signed(document: dict[str, Any], *, seed: bytes, method: str) -> dict[str, Any]:
    """Return the document with its proof. It carries no time: the same document and key make the same bytes."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(_to_sign(document, proof))
    return {**document, "proof": {**proof, "proofValue": "z" + base58(signature)}}


def is_signed_by(document: dict[str, Any], *, multikey: str, method: str) -> bool:
    """Say whether the proof is this key's and nothing was changed since."""
    rest = {name: value for name, value in document.items() if name != "proof"}
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != SUITE or proof.get("verificationMethod") != method:
        return False
    if not all(isinstance(one, str) and one in KEPT for one in _contexts(document)):
        return False
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    public = from_base58(multikey[1:])
    try:
        signature = from_base58(str(proof.get("proofValue", ""))[1:])
        Ed25519PublicKey.from_public_bytes(public.removeprefix(ED25519)).verify(signature, _to_sign(rest, options))
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_sign(document: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Return what the suite signs: the hash of the proof's options, then that of the document."""
    for url in _contexts(document):
        if not isinstance(url, str) or url not in KEPT:
            raise UnknownContext(f"{url} is not kept in {HERE.name}/.")
    of_options = {"@context": document["@context"], **options}
    return _hash(of_options) + _hash(document)


def _contexts(document: dict[str, Any]) -> list[Any]:
    named = document.get("@context", [])
    return named if isinstance(named, list) else [named]


def _hash(document: dict[str, Any]) -> bytes:
    from pyld import jsonld  # see above

    canonical: str = jsonld.normalize(
        document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    )
    return hashlib.sha256(canonical.encode()).digest()


def _load(url: str, _options: object = None) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": url, "document": _context(url), "contentType": "application/ld+json"}


@cache
def _context(url: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(KEPT[url].read_text())
    return read
