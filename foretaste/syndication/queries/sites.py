"""Career sites: whose it is, where it stands, what is open there; each posting as the value formats are written from.

Only opportunities that a company posted here and funded are ever read: listings from elsewhere are no opportunities.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale
from django.conf import settings
from django.db.models import Max
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import VISITOR
from foretaste.core import reading
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotFound
from foretaste.opportunities import queries as opportunities
from foretaste.opportunities.criteria import read
from foretaste.opportunities.words import FIELDS
from foretaste.syndication import telling
from foretaste.syndication.models import CareerSite
from foretaste.syndication.outbound.posting import Audience, Company, Day, Engagement, Place, Posting, Site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from foretaste.accounts.models import Organization
    from foretaste.opportunities.models import Opportunity

MOST_ON_A_SITE = 5_000


def home() -> str:
    """Return the address of the instance, without a slash at its end."""
    return str(settings.SITE_URL).rstrip("/")


def company_at(slug: str) -> Organization:
    """Return the company whose site this is; `NotFound` for one that is unverified, suspended or not there."""
    found = accounts.companies_visible_to(VISITOR).filter(slug=slug, suspended_at=None).first()
    if found is None:
        raise NotFound
    return found


def company_with_host(host: str) -> str | None:
    """Return the slug of the company that this confirmed host name is, None where it is nobody's."""
    site = CareerSite.objects.filter(host=host, host_confirmed_at__isnull=False).select_related("organization").first()
    return site.organization.slug if site and host else None


def settings_of(organization: Organization) -> CareerSite:
    """Return what the company said of its site; an unsaved empty row where it said nothing yet."""
    said = reading.row(CareerSite, "WHERE organization_id = %s", [organization.pk])
    return said or CareerSite(organization_id=organization.pk)


def open_at(organization: Organization, at: dt.datetime) -> QuerySet[Opportunity]:
    """Return what can be asked for at the company now, the newest first."""
    found = opportunities.published().filter(organization_id=organization.pk, closes_at__gt=at, starts_at__gt=at)
    return found.order_by("-published_at", "-id")


def site_of(organization: Organization, at: dt.datetime, *, with_postings: bool = True) -> Site:
    """Return the company's site with all that is open there."""
    said = settings_of(organization)
    company, base = _company(organization, said), base_of(organization, said)
    rows = opportunities.whole(open_at(organization, at))[:MOST_ON_A_SITE] if with_postings else ()
    return Site(
        company=company,
        base=base,
        home=home(),
        instance_name=settings.INSTANCE_NAME,
        language=get_language() or "en",
        postings=tuple(posting_value(row, company, base) for row in rows),
    )


def base_of(organization: Organization, said: CareerSite) -> str:
    """Return where the company's site stands: its own confirmed host, else its place on this instance."""
    if said.host and said.host_confirmed_at:
        return f"https://{said.host}/"
    return f"{home()}/at/{organization.slug}/"


def posting_on(organization: Organization, posting_id: str, at: dt.datetime) -> Posting | None:
    """Return one open posting of the company; None where it is closed or never was."""
    row = opportunities.whole(open_at(organization, at)).filter(public_id=posting_id).first()
    if row is None:
        return None
    said = settings_of(organization)
    return posting_value(row, _company(organization, said), base_of(organization, said))


def was_open_on(organization: Organization, posting_id: str) -> bool:
    """Say whether the posting was ever open: its address is then gone for good, not merely unknown."""
    ever = opportunities.visible_to(VISITOR).filter(organization_id=organization.pk, public_id=posting_id)
    return ever.filter(published_at__isnull=False).exists()


def canonical_of(opportunity: Opportunity, said: CareerSite | None = None) -> Posting:
    """Return the posting as strangers read it: for the page on this instance, whose canonical address is its URL."""
    organization = opportunity.organization
    said = said or settings_of(organization)
    return posting_value(opportunity, _company(organization, said), base_of(organization, said))


def canonicals_of(rows: Sequence[Opportunity]) -> list[Posting]:
    """Return postings of several companies as strangers read them; what the companies say is asked once."""
    said = CareerSite.objects.in_bulk({row.organization_id for row in rows})
    return [canonical_of(row, said.get(row.organization_id) or CareerSite(pk=row.organization_id)) for row in rows]


def sites_with_postings(at: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """Return the companies on this instance's own host with something open: slug, and when it last changed."""
    elsewhere = CareerSite.objects.filter(host_confirmed_at__isnull=False).exclude(host="")
    found = (
        opportunities.offered()
        .filter(closes_at__gt=at, starts_at__gt=at)
        .exclude(organization_id__in=elsewhere.values("organization_id"))
        .values("organization__slug")
        .annotate(changed=Max("changed_at"), published=Max("published_at"))
        .order_by("organization__slug")
    )
    return [(row["organization__slug"], max(row["changed"], row["published"])) for row in found]


def posting_value(opportunity: Opportunity, company: Company, base: str) -> Posting:
    """Return the value that every format is written from. The street address stays with the agreement."""
    zone = ZoneInfo(opportunity.time_zone or "UTC")
    days = tuple(
        Day(
            number=day.number,
            on=day.on,
            starts_at=day.starts_at.astimezone(zone),
            ends_at=day.ends_at.astimezone(zone),
            minutes=planned.working_minutes(opportunity.time_zone or "UTC"),
            title=day.title,
            plan=day.plan,
        )
        for day, planned in zip(opportunity.days.all(), opportunities.planned_days(opportunity), strict=True)
    )
    locale = (get_language() or "en").replace("-", "_")
    published_at, closes_at = opportunity.published_at, opportunity.closes_at
    assert published_at is not None  # what is published has both
    assert closes_at is not None
    return Posting(
        public_id=opportunity.public_id,
        company=company,
        url=f"{base}{opportunity.public_id}/",
        ask_url=f"{home()}/opportunities/{opportunity.public_id}/ask",
        title=opportunity.title,
        summary=opportunity.summary,
        deliverable=opportunity.deliverable,
        field=opportunity.field,
        field_name=str(FIELDS.get(opportunity.field, opportunity.field)),
        skills=tuple(opportunity.every_skill),
        could_lead_to=opportunity.could_lead_to,
        criteria=tuple(read(one).said for one in opportunity.criteria),
        language=opportunity.language,
        place=Place(opportunity.place_kind),
        country=opportunity.country,
        country_name=str(Locale("en").territories.get(opportunity.country, opportunity.country)),
        region=opportunity.region,
        city=opportunity.city,
        time_zone=opportunity.time_zone,
        days=days,
        daily_pay=Amount(opportunity.daily_pay_minor, opportunity.currency),
        exit_bonus_minor=tuple(opportunity.exit_bonus_minor),
        engagement=Engagement(opportunity.engagement_type),
        seats=opportunity.seats_wanted,
        published_at=published_at.astimezone(zone),
        changed_at=max(opportunity.changed_at, published_at),
        closes_at=closes_at.astimezone(zone),
        sections=telling.sections_of(opportunity, days, _place(opportunity), locale),
    )


def _company(organization: Organization, said: CareerSite) -> Company:
    return Company(
        public_id=organization.public_id,
        name=organization.name,
        slug=organization.slug,
        country=organization.country,
        city=organization.city,
        website=organization.website,
        about=organization.about,
        record_url=f"{home()}/c/{organization.slug}/",
        audience=Audience(said.audience),
        contact_email=said.contact_email,
        linkedin_company_id=said.linkedin_company_id,
        indeed_api_token=said.indeed_api_token,
    )


def _place(opportunity: Opportunity) -> str:
    days = ngettext("{count} day", "{count} days", opportunity.days_count).format(count=opportunity.days_count)
    if opportunity.place_kind == "remote":
        return _("{days}, from anywhere.").format(days=days)
    if opportunity.place_kind == "hybrid":
        return _("{days}, partly at our place in {city}.").format(days=days, city=opportunity.city)
    return _("{days}, at our place in {city}.").format(days=days, city=opportunity.city)
