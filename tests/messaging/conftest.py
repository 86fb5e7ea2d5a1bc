"""A two-day trial of Ines at Hedy's company in Berlin, as rows: what letters are written from."""

import datetime as dt

import pytest
from django.db import connection, transaction

from foretaste.accounts.models import Organization, Person
from foretaste.core.calendars import moment
from foretaste.money.models import Settlement, SettlementLine
from foretaste.opportunities.models import Opportunity
from foretaste.trials.models import Trial, TrialDay

ENDED = dt.datetime(2026, 3, 2, 11, 30, tzinfo=dt.UTC)


@pytest.fixture
def trial(ines, hedy, clock):
    company = Organization.objects.get(pk=hedy.organization_id)
    host = Person.objects.get(pk=hedy.person_id)
    posting = Opportunity.objects.create(
        organization=company, created_by=host, host=host, created_at=clock.now, changed_at=clock.now,
        title="Sort the sensor archive",
    )  # fmt: skip
    trial = Trial.objects.create(
        opportunity=posting, organization=company, intern_id=ines.person_id, host=host, title=posting.title,
        offer_id="0ffer0000001", seat_id="seat00000001", agreement_sha256="ab" * 32, carries_bonus=True,
        terms={"place": {"address": "Hof 3", "city": "Berlin", "country": "DE"}}, agreement_text="...",
        company_signed_by=host, company_signed_at=clock.now, intern_signed_by_id=ines.person_id,
        intern_signed_at=clock.now, country="DE", time_zone="Europe/Berlin", currency="EUR",
        exit_bonus_minor=[6000, 0], kill_fee_minor=14000, fee_basis_points=1000,
    )  # fmt: skip
    for number in (1, 2):
        on = dt.date(2026, 3, 1 + number)
        TrialDay.objects.create(
            trial=trial, number=number, on=on, pay_minor=14000, arrival_code="4711",
            starts_at=moment(on, dt.time(9), "Europe/Berlin"), ends_at=moment(on, dt.time(17), "Europe/Berlin"),
        )  # fmt: skip
    return trial


@pytest.fixture
def left_on_day_one(trial, ines):
    """Ines checked in on Monday and left at 12:30: 140 for the day, 60 goodbye bonus."""
    Trial.objects.filter(pk=trial.pk).update(
        state="ended", ending="exit", ended_at=ENDED, ended_after_day=1, paid_minor=20000
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # letters need no ledger behind what they tell
        trial.days.filter(number=1).update(checked_in_at=ENDED, method="self")
        settlement = Settlement.objects.create(
            trial_id=trial.public_id, seat_id=trial.seat_id, intern_id=trial.intern.public_id,
            company_id=trial.organization.public_id, currency="EUR", ending="exit", full_pay_minor=28000,
            fund_fee_minor=2800, fee_basis_points=1000, paid_minor=20000, fee_minor=2000, back_minor=8800,
            settled_at=ENDED,
            settled_on=ENDED.date(),
        )  # fmt: skip
        cursor.execute("SET LOCAL session_replication_role = origin")
    for position, (kind, day, sum_) in enumerate([("day", 1, 14000), ("bonus", None, 6000), ("back", None, 8800)]):
        SettlementLine.objects.create(
            settlement=settlement, position=position, kind=kind, day_number=day, amount_minor=sum_, added_at=ENDED
        )
    return trial
