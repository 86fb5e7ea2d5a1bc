"""A mailed link signs in once, for fifteen minutes."""

import datetime as dt
import re

import pytest

from foretaste.accounts.models import Person
from foretaste.messaging import actions
from foretaste.messaging.models import OutboxMail, SignInLink
from foretaste.messaging.refusals import TheLinkIsOver

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(ines, clock):
    actions.send_sign_in_link(email=" Ines@Example.org ", at=clock.now)
    return re.search(r"/account/link/([\w-]+)/", OutboxMail.objects.get().text)[1]


def test_the_link_signs_its_person_in_once(token, ines, clock):
    assert actions.use_sign_in_link(token=token, at=clock.now).pk == ines.person_id
    with pytest.raises(TheLinkIsOver):
        actions.use_sign_in_link(token=token, at=clock.now)


def test_after_fifteen_minutes_it_is_over(token, clock):
    with pytest.raises(TheLinkIsOver):
        actions.use_sign_in_link(token=token, at=clock.now + dt.timedelta(minutes=15))
    assert SignInLink.objects.get().used_at is None


def test_the_token_itself_is_not_kept(token):
    assert token not in str(list(SignInLink.objects.values()))


def test_a_deactivated_person_does_not_come_in(token, clock):
    Person.objects.update(is_active=False)
    with pytest.raises(TheLinkIsOver):
        actions.use_sign_in_link(token=token, at=clock.now)


def test_an_address_nobody_has_is_answered_the_same(ines, clock):
    assert actions.send_sign_in_link(email="nobody@example.org", at=clock.now) is None
    assert OutboxMail.objects.count() == 0


def test_five_links_an_hour_are_enough(ines, clock):
    for _ in range(7):
        actions.send_sign_in_link(email="ines@example.org", at=clock.now)
    assert SignInLink.objects.count() == OutboxMail.objects.count() == 5
