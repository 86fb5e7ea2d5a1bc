"""The jobs of messaging."""

from procrastinate.contrib.django import app

from foretaste.core import calendars
from foretaste.core.tasks import RETRY
from foretaste.messaging import actions, delivery


@app.task(name="messaging.deliver_mail", retry=RETRY)
def deliver_mail(*, mail_id: int) -> None:
    """Deliver one mail; tried again with growing pauses while the mail server refuses."""
    delivery.deliver(mail_id)


@app.task(name="messaging.send_sign_in_link", retry=RETRY)
def send_sign_in_link(*, email: str) -> None:
    """Mail a link to sign in to whoever has this address."""
    actions.send_sign_in_link(email=email, at=calendars.now())
