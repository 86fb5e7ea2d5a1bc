"""Figures for the pages: only what was published, never counted on the spot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class CompanyRecord:
    """The public, computed history of a company. Below 5 distinct verified interns there is none."""

    published_on: dt.date
    interns: int
    started: int
    finished: int
    left_early: int
    answers_on_time_percent: int | None
    median_hours_to_pay: int | None
    would_go_back_percent: int | None


def record_of(organization_id: int) -> CompanyRecord | None:
    """Return the record as last published, or None: "under 5 interns so far: no figures yet"."""
    from foretaste.insights.models import PublishedRecord

    latest = PublishedRecord.objects.filter(organization_id=organization_id).order_by("-on").first()
    if latest is None:
        return None
    return CompanyRecord(published_on=latest.on, interns=latest.interns, **latest.figures)
