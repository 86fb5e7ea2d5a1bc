"""A company's open postings as plain JSON, for its own career page and for whoever asks: no token, no tracking."""

from __future__ import annotations

import json
from typing import Any

from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.posting import Posting, Site

PROMISE = "A day you start is a day you are paid, in full. You may leave at any moment."


def as_json(site: Site) -> bytes:
    """Return the site: who posts, and all that is open."""
    return json.dumps(
        {
            "company": {"name": site.company.name, "url": site.base, "record": site.company.record_url},
            "promise": PROMISE,
            "postings": [of_posting(one) for one in site.postings],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


def of_posting(posting: Posting, *, whole: bool = True) -> dict[str, Any]:
    """Return one posting; `whole` adds its text and the plan of its days."""
    said: dict[str, Any] = {
        "id": posting.public_id,
        "title": posting.title,
        "summary": posting.summary,
        "company": posting.company.name,
        "url": posting.url,
        "apply_url": posting.ask_url,
        "place": {
            "kind": posting.place.value,
            "city": posting.city,
            "region": posting.region,
            "country": posting.country,
            "time_zone": posting.time_zone,
        },
        "days": len(posting.days),
        "first_on": posting.first_on.isoformat(),
        "last_on": posting.last_on.isoformat(),
        "pay": {
            "currency": posting.daily_pay.currency,
            "per_day_minor": posting.daily_pay.minor,
            "full_minor": posting.full_pay.minor,
            "exit_bonus_minor": list(posting.exit_bonus_minor),
            "before_tax": posting.engagement.value != "contractor",
        },
        "engagement": posting.engagement.value,
        "field": posting.field,
        "skills": list(posting.skills),
        "seats": posting.seats,
        "language": posting.language,
        "published_at": posting.published_at.isoformat(timespec="seconds"),
        "changed_at": posting.changed_at.isoformat(timespec="seconds"),
        "closes_at": posting.closes_at.isoformat(timespec="seconds"),
    }
    if whole:
        said |= {
            "deliverable": posting.deliverable,
            "could_lead_to": posting.could_lead_to,
            "criteria": list(posting.criteria),
            "plan": [
                {
                    "day": day.number,
                    "starts_at": day.starts_at.isoformat(timespec="minutes"),
                    "ends_at": day.ends_at.isoformat(timespec="minutes"),
                    "title": day.title,
                    "plan": day.plan,
                }
                for day in posting.days
            ],
            "description_html": text.as_html(posting.sections),
        }
    return said
