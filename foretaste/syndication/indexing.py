"""Google's Indexing API: say that a posting's page is new, or gone. An option of whoever runs the instance; off.

https://developers.google.com/search/apis/indexing-api/v3/using-api: a service account that owns the property in Search
Console, 200 calls a day unless Google grants more, only for pages with JobPosting.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings

ENDPOINT = "https://indexing.googleapis.com/v3/urlNotifications:publish"
SCOPE = "https://www.googleapis.com/auth/indexing"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
UPDATED, DELETED = "URL_UPDATED", "URL_DELETED"
PATIENCE = 15.0  # seconds
NOT_OURS_TO_REPEAT = (400, 403, 404)  # a wrong address, or a property that the account does not own

log = logging.getLogger(__name__)


def is_on() -> bool:
    return bool(settings.GOOGLE_INDEXING_KEY_FILE)


def tell(address: str, kind: str, at: dt.datetime) -> bool:
    """Tell Google; False where it refuses for good. Anything else that fails is raised, and tried again by the job."""
    key = json.loads(Path(settings.GOOGLE_INDEXING_KEY_FILE).read_text())
    with httpx.Client(timeout=PATIENCE) as client:
        granted = client.post(key["token_uri"], data={"grant_type": GRANT, "assertion": assertion(key, at)})
        granted.raise_for_status()
        said = client.post(
            ENDPOINT,
            json={"url": address, "type": kind},
            headers={"Authorization": f"Bearer {granted.json()['access_token']}"},
        )
    if said.status_code in NOT_OURS_TO_REPEAT:
        log.warning("Google's Indexing API refuses %s for %s: %s", kind, address, said.status_code)
        return False
    said.raise_for_status()
    return True


def assertion(key: dict[str, Any], at: dt.datetime) -> str:
    """Return the signed claim (JWT, RS256) that the service account trades for an access token."""
    issued = int(at.timestamp())
    claims = {
        "iss": key["client_email"],
        "scope": SCOPE,
        "aud": key["token_uri"],
        "iat": issued,
        "exp": issued + 3600,
    }
    signed = f"{_part({'alg': 'RS256', 'typ': 'JWT', 'kid': key.get('private_key_id', '')})}.{_part(claims)}"
    private = serialization.load_pem_private_key(key["private_key"].encode(), None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise ValueError("The service account's key is no RSA key.")
    return f"{signed}.{_encoded(private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _part(said: dict[str, Any]) -> str:
    return _encoded(json.dumps(said, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
