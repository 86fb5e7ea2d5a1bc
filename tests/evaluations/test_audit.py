"""Tampering with sealed and published things is caught."""

import datetime as dt

import pytest
from django.db import connection

from foretaste.accounts.models import Organization
from foretaste.core.calendars import at_time
from foretaste.evaluations.models import Evaluation, Exchange, ExitNote, Reveal, Submission
from foretaste.evaluations.sealing import Side
from foretaste.insights.models import PublishedFeedback, PublishedRecord
from tests.evaluations.conftest import LATER, OVER, TRIAL, submit

pytestmark = pytest.mark.django_db


def sealing_findings():
    from foretaste.evaluations import audit

    with at_time(LATER):
        return [
            audit.nothing_opened_early().offenders,
            audit.every_opening_is_logged().offenders,
            audit.what_is_due_is_open_and_what_was_sealed_is_gone().offenders,
            audit.only_signed_words_are_kept().offenders,
        ]


def test_an_honest_reveal_passes(exchange, ines, hedy):
    submit(Side.INTERN, ines)
    assert sealing_findings() == [[], [], [], []]
    submit(Side.COMPANY, hedy)
    assert sealing_findings() == [[], [], [], []]


def test_a_reveal_before_its_time_is_caught(exchange, ines):
    submit(Side.INTERN, ines)
    Reveal.objects.create(exchange=exchange, at=LATER, mutual_yes=False)
    assert sealing_findings() == [[TRIAL], [], [TRIAL], []]


def test_a_lone_yes_that_became_mutual_is_caught(exchange):
    Reveal.objects.create(exchange=exchange, at=OVER, mutual_yes=True)
    assert sealing_findings()[0] == [TRIAL]


def test_an_opening_that_was_not_logged_is_caught(exchange):
    Evaluation.objects.create(exchange=exchange, side="intern", answers={})
    assert sealing_findings()[:2] == [[TRIAL], [TRIAL]]


def test_a_sealed_blob_of_another_length_is_caught(exchange, ines, hedy):
    submit(Side.INTERN, ines)
    Submission.objects.create(exchange=exchange, side="company", sealed=b"short")
    assert sealing_findings()[2] == [TRIAL]


def test_a_window_left_open_is_caught(exchange):
    Exchange.objects.update(closes_at=LATER - dt.timedelta(hours=2))
    assert sealing_findings()[2] == [TRIAL]


def test_unsigned_words_are_caught(exchange):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evaluations_exitnote DROP CONSTRAINT only_signed_words_are_kept")
    ExitNote.objects.create(exchange=exchange, text="Too loud.", is_signed=False, at=LATER)
    assert sealing_findings()[3] == [TRIAL]


def test_figures_with_too_few_more_behind_them_are_caught(hedy):
    from foretaste.insights import audit

    company = Organization.objects.get(pk=hedy.organization_id)
    for month, interns in ((4, 5), (5, 8), (6, 13)):
        PublishedRecord.objects.create(organization=company, on=dt.date(2026, month, 1), interns=interns, figures={})
    PublishedFeedback.objects.create(
        organization=company, topic="exit_advice", on=dt.date(2026, 4, 2), interns=9, figures={}
    )
    assert audit.records_hide_single_people().offenders == [f"{company.public_id} record 2026-05-01"]
    assert audit.feedback_hides_single_people().offenders == [f"{company.public_id} exit_advice 2026-04-02"]
