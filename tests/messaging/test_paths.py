"""Every address a letter leads to has its page."""

import pytest
from django.urls import resolve

from foretaste.messaging import paths

ID = "0123456789ab"
ADDRESSES = [
    paths.opportunity(ID),
    paths.ask(ID),
    paths.candidate(ID),
    paths.posting_tasks(ID),
    paths.offer(ID),
    paths.trial(ID),
    paths.trial(ID, of_company=True),
    paths.left(ID),
    paths.evaluation(ID),
    paths.evaluation(ID, of_company=True),
    paths.feedback(ID),
    paths.record(ID),
    paths.report(ID),
    paths.own_report(ID),
    paths.statement(ID),
    paths.PAYOUT_ACCOUNT,
    paths.MY_PAUSE,
    paths.NO_SHOWS,
    paths.FIND,
    paths.COMPANY,
    paths.COMPANY_MONEY,
    paths.CASES,
    paths.WAGES,
    paths.sign_in_link("token"),
    paths.confirm_search("token"),
    paths.stop_search("token"),
    paths.ACCOUNT,
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_letter_leads_to_a_page(address):
    assert callable(resolve(address).func)
