"""What records say no to."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import Refused


class ThisRecordIsRevoked(Refused):
    message = _("You have revoked this record. It can’t be changed or shown again.")


class AskOnceYouHaveBegun(Refused):
    message = _("Ask for feedback once you have begun: check in first.")


class TheTimeToAskIsOver(Refused):
    message = _("Feedback can be asked for until a week after the planned last day.")


class TenAreEnough(Refused):
    message = _("You have asked ten times in this trial. That is enough for one.")


class ThisIsAnswered(Refused):
    message = _("This has been answered already. Each link is for one answer.")


class ThisLinkHasExpired(Refused):
    message = _("This link has expired. Whoever sent it can make a new one.")
    status = 410
