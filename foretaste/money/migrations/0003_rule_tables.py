"""Fill the rule tables: the fee, and the minimum wages known on 2026-11-22 from secondary sources.

No row has been checked against its official page: `checked_on` stays empty until an operator has.
A row without a rate says that a rate of its own applies and is not known, so the operator must confirm.
"""

import datetime as dt
from decimal import Decimal

from django.db import migrations

US_SOURCE = "two independent tables as of July 2026 that cite US DOL, NCSL, EPI"
US_FEDERAL = "29 USC 206, as carried by policyengine-us"
GB_SOURCE = "gov.uk/national-minimum-wage-rates, as carried by policyengine-uk"
FR_SOURCE = "decree 2025-1228 and the rise of 2026-06-01, as carried by openfisca-france"
CA_SOURCE = "todocanada.ca and farms.com lists for 2026"
OFFICIAL = {
    "US": "https://www.dol.gov/agencies/whd/mw-consolidated",
    "GB": "https://www.gov.uk/national-minimum-wage-rates",
    "FR": "https://www.service-public.fr/particuliers/vosdroits/F2300",
    "CA": "https://minwage-salairemin.service.canada.ca/en/general.html",
}
US_STATES = (
    "AL 7.25 AK 14.00 AZ 15.15 AR 11.00 CA 16.90 CO 15.16 CT 16.94 DE 15.00 DC 18.40 GA 7.25 HI 16.00 ID 7.25 "
    "IL 15.00 IN 7.25 IA 7.25 KS 7.25 KY 7.25 LA 7.25 ME 15.10 MD 15.00 MA 15.00 MI 13.73 MN 11.41 MS 7.25 MO 15.00 "
    "MT 10.85 NE 15.00 NV 12.00 NH 7.25 NJ 15.92 NM 12.00 NY 16.00 NC 7.25 ND 7.25 OH 11.00 OK 7.25 OR 15.55 PA 7.25 "
    "RI 16.00 SC 7.25 SD 11.85 TN 7.25 TX 7.25 UT 7.25 VT 14.42 VA 12.77 WA 17.13 WV 8.75 WI 7.25 WY 7.25"
).split()
US_NOTES = {
    "DC": "sources differ: 17.95 until 2026-06-30, 18.40 from July 2026",
    "OR": "standard tier; nonurban counties 14.55, Portland higher",
    "NY": "upstate; New York City, Long Island and Westchester are higher",
    "NJ": "small and seasonal employers lower",
}
CA_PROVINCES = (
    ("AB", "15.00", "2018-10-01"),
    ("BC", "18.25", "2026-06-01"),
    ("MB", "16.40", "2026-10-01"),
    ("NB", "15.90", "2026-04-01"),
    ("NL", "16.35", "2026-04-01"),
    ("NS", "16.75", "2026-04-01"),
    ("ON", "17.95", "2026-10-01"),
    ("PE", "17.00", "2026-04-01"),
    ("QC", "16.60", "2026-05-01"),
    ("YT", "18.51", "2026-04-01"),
)


def rows():
    day = dt.date.fromisoformat
    yield "US", "", "", "USD", "7.25", day("2009-07-24"), None, US_FEDERAL, "federal"
    for state, rate in zip(US_STATES[::2], US_STATES[1::2], strict=True):
        yield "US", state, "", "USD", rate, day("2026-07-01"), None, US_SOURCE, US_NOTES.get(state, "")
    yield "US", "FL", "", "USD", "14.00", day("2026-07-01"), day("2026-09-29"), US_SOURCE, ""
    yield "US", "FL", "", "USD", "15.00", day("2026-09-30"), None, US_SOURCE, ""
    for state, city in (("NY", "New York"), ("NY", "New York City"), ("OR", "Portland")):
        yield "US", state, city, "USD", None, day("2026-07-01"), None, US_SOURCE, "higher than the state's, not known"
    yield "GB", "", "", "GBP", "12.71", day("2026-04-01"), None, GB_SOURCE, "21 and over"
    yield "FR", "", "", "EUR", "12.02", day("2026-01-01"), day("2026-05-31"), FR_SOURCE, ""
    yield "FR", "", "", "EUR", "12.31", day("2026-06-01"), None, FR_SOURCE, ""
    for province, rate, since in CA_PROVINCES:
        yield "CA", province, "", "CAD", rate, day(since), None, CA_SOURCE, ""
    yield "CA", "SK", "", "CAD", None, day("2026-10-01"), None, CA_SOURCE, "15.35 before; the new rate was not found"
    yield "CA", "NT", "", "CAD", "16.95", day("2025-09-01"), day("2025-12-31"), CA_SOURCE, "2026 was not found"


def fill(apps, schema_editor):
    database = schema_editor.connection.alias
    apps.get_model("money", "FeeRule").objects.using(database).create(
        basis_points=1000, valid_from=dt.date(2020, 1, 1), note="10 % of what the intern is paid"
    )
    floor = apps.get_model("money", "WageFloor")
    floor.objects.using(database).bulk_create(
        floor(
            country=country,
            region=region,
            city=city,
            currency=currency,
            hourly_rate=None if rate is None else Decimal(rate),
            valid_from=since,
            valid_to=until,
            source=source,
            official=OFFICIAL[country],
            note=note,
        )
        for country, region, city, currency, rate, since, until, source, note in rows()
    )


class Migration(migrations.Migration):
    dependencies = [("money", "0002_ledger")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
