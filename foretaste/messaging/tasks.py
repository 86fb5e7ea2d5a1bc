"""The jobs of messaging."""

from procrastinate.contrib.django import app

from foretaste.core.tasks import RETRY
from foretaste.messaging import delivery


@app.task(name="messaging.deliver_mail", retry=RETRY)
def deliver_mail(*, mail_id: int) -> None:
    """Deliver one mail; tried again with growing pauses while the mail server refuses."""
    delivery.deliver(mail_id)
