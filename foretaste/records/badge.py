"""The portable record as an Open Badges 3.0 credential. Pure: what is known goes in, JSON comes out.

It says that a paid trial took place, and what the person chose to show of it. It can't say how the trial ended:
nothing of that is given to it. The month alone is told, never a day, never how many; every record has the same fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS = [CREDENTIALS, OPEN_BADGES]
KIND = "ext:PaidWorkTrial"  # Open Badges knows no internship; `ext:` is its door for what it doesn't know


@dataclass(frozen=True)
class Place:
    """Where the addresses of an instance begin, and who it is."""

    url: str  # https://trials.example.org
    did: str
    name: str

    def record(self, record_id: str) -> str:
        return f"{self.url}/records/{record_id}/"

    def status_list(self, number: int) -> str:
        return f"{self.url}/records/status/{number}"


@dataclass(frozen=True)
class Shown:
    """Words about the work that the person chose to show."""

    said_by: str  # the company's name, or that of a person there
    asked: str  # the question it answers
    words: str


@dataclass(frozen=True)
class Facts:
    """Everything a record is made of."""

    record_id: str
    person: str
    title: str
    company: str
    company_url: str
    skills: Sequence[str]
    month: dt.date
    own_words: str
    shown: Sequence[Shown]
    status_list: int
    status_index: int
    reply: str = ""  # to what is shown


def issuer(place: Place) -> dict[str, Any]:
    return {"id": place.did, "type": ["Profile"], "name": place.name, "url": place.url}


def credential(facts: Facts, place: Place) -> dict[str, Any]:
    """Return the credential, unsigned."""
    here, month = place.record(facts.record_id), facts.month.replace(day=1)
    lists = place.status_list(facts.status_list)
    said = f"Took part in a paid work trial at {facts.company} in {month:%B %Y}: {facts.title}."
    made: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": here,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer(place),
        "validFrom": f"{month:%Y-%m}-01T00:00:00Z",
        "name": facts.title,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": facts.person,
                    "identityType": "name",
                }
            ],
            "term": f"{month:%Y-%m}",
            "narrative": facts.own_words or said,
            "achievement": {
                "id": f"{here}#achievement",
                "type": ["Achievement"],
                "achievementType": KIND,
                "name": facts.title,
                "description": f"A paid work trial at {facts.company}: real work on one project, agreed, funded "
                "before it began, and paid by the day.",
                "criteria": {
                    "narrative": "Both sides signed an agreement and the work began. This record is the same for "
                    "everybody who began: it says nothing of how long a trial lasted or how it ended."
                },
                "creator": {
                    "id": facts.company_url,
                    "type": ["Profile"],
                    "name": facts.company,
                    "url": facts.company_url,
                },
            },
        },
        "credentialStatus": {
            "id": f"{lists}#{facts.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(facts.status_index),
            "statusListCredential": lists,
        },
    }
    if facts.skills:
        made["credentialSubject"]["achievement"]["tag"] = list(facts.skills)
    said_of_it = [*facts.shown, *([Shown(facts.person, "Reply to what was said", facts.reply)] if facts.reply else ())]
    if facts.shown:
        made["evidence"] = [
            {
                "id": f"{here}#words-{number}",
                "type": ["Evidence"],
                "name": one.said_by,
                "description": one.asked,
                "narrative": one.words,
            }
            for number, one in enumerate(said_of_it, 1)
        ]
    return made


def status_credential(number: int, encoded: str, place: Place) -> dict[str, Any]:
    """Return a list of what is revoked, unsigned, as Bitstring Status List says it."""
    here = place.status_list(number)
    return {
        "@context": [CREDENTIALS],
        "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": place.did,
        "credentialSubject": {
            "id": f"{here}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }
