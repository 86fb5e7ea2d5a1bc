"""JobPosting as JSON-LD, by Google's rules for job pages; also what any other reader of schema.org finds.

https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from __future__ import annotations

import json
from typing import Any

from foretaste.core.amounts import Amount
from foretaste.syndication.outbound import text
from foretaste.syndication.outbound.mapping import EMPLOYMENT
from foretaste.syndication.outbound.posting import Posting

CONTEXT = "https://schema.org/"
SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def job_posting(posting: Posting) -> dict[str, Any]:
    """Return the markup of one posting. `directApply` is false: a stranger opens an account first."""
    company = posting.company
    organization = {
        "@type": "Organization",
        "name": company.name,
        "sameAs": company.website or company.record_url,
    }
    markup: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "JobPosting",
        "title": posting.title,
        "description": text.as_html(posting.sections),
        "identifier": {"@type": "PropertyValue", "name": company.name, "value": posting.public_id},
        "url": posting.url,
        "datePosted": posting.published_at.isoformat(timespec="seconds"),
        "validThrough": posting.closes_at.isoformat(timespec="seconds"),
        "jobStartDate": posting.first_on.isoformat(),
        "employmentType": list(EMPLOYMENT[posting.engagement, company.audience].google),
        "hiringOrganization": organization,
        "baseSalary": pay_of(posting),
        "directApply": False,
        "totalJobOpenings": posting.seats,
        "workHours": "; ".join(
            f"{day.on.isoformat()} {day.starts_at:%H:%M}-{day.ends_at:%H:%M}" for day in posting.days
        ),
        "responsibilities": posting.deliverable,
        "skills": list(posting.skills),
        "industry": posting.field_name,
    }
    markup |= _place(posting)
    return {name: value for name, value in markup.items() if value not in ("", [])}


def pay_of(posting: Posting) -> dict[str, Any]:
    return {
        "@type": "MonetaryAmount",
        "currency": posting.daily_pay.currency,
        "value": {"@type": "QuantitativeValue", "value": number(posting.daily_pay), "unitText": "DAY"},
    }


def number(amount: Amount) -> int | float:
    """Return the sum in major units as JSON says it: 140, 12.5."""
    major = amount.major
    return int(major) if major == major.to_integral_value() else float(major)


def script(posting: Posting) -> str:
    """Return the data block's content; nothing in it can end the block or begin a tag."""
    return json.dumps(job_posting(posting), ensure_ascii=False).translate(SAFE)


def _place(posting: Posting) -> dict[str, Any]:
    """Say where one reports to work. Only what is done wholly from elsewhere is TELECOMMUTE: hybrid never is."""
    if posting.is_remote:
        return {
            "jobLocationType": "TELECOMMUTE",
            "applicantLocationRequirements": {"@type": "Country", "name": posting.country_name},
        }
    address = {
        "@type": "PostalAddress",
        "addressLocality": posting.city,
        "addressRegion": posting.region,
        "addressCountry": posting.country,
    }
    return {"jobLocation": {"@type": "Place", "address": {name: one for name, one in address.items() if one}}}
