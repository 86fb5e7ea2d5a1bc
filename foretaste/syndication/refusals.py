"""Every expected "no" around what comes from elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foretaste.core.limits import ThatIsEnoughForToday
from foretaste.core.refusals import NotAcceptable, Refused
from foretaste.syndication import words
from foretaste.syndication.inbound.unreadable import Unreadable


class ItCannotBeRead(NotAcceptable):
    """What was brought can't be read; says why in words. Nothing of it is stored."""

    message: ClassVar[str | Promise] = _("This can’t be read.")

    @classmethod
    def because(cls, unreadable: Unreadable, field: str = "") -> ItCannotBeRead:
        said = str(words.WHY[unreadable.why])
        return cls(**{field: said}) if field else cls(said)


class TheSourceIsThereAlready(Refused):
    message = _("This source is there already.")


class ThatBoardLetsNobodyIn(NotAcceptable):
    message = _("This board lets no one read it. Bring the alert mails that it sends you, or the employer’s own page.")


class ItWasJustRead(Refused):
    message = _("It was read a moment ago. To stay a good guest, we wait a few minutes before we ask again.")


class YouHaveReportedIt(Refused):
    message = _("You have told us already. Somebody is looking at it.")


class TooManySources(Refused):
    message = _("That is as many sources as can be kept. Stop one first.")


class TooManyLinks(Refused):
    message = _("That is as many links as you can keep. Forget one below first.")


class TooManyListings(Refused):
    message = _("That would be more jobs than you can keep. Forget some of what you brought, or bring a shorter file.")


class EnoughWasBroughtToday(ThatIsEnoughForToday):
    message = _("You have brought as much as may be brought in a day. Go on tomorrow.")


class TheCompanyIsNotVerifiedYet(Refused):
    message = _("Your company is not verified yet. You can add sources once it is.")


class TheMessageIsForged(NotAcceptable):
    message = _("The signature of this message does not fit.")


class ThatIsNoSecret(NotAcceptable):
    message = _("Enter the secret as Riipen shows it: 8 characters or more.")


class NothingWasFound(NotAcceptable):
    message = _("There is no job in it.")


class NothingIsTakenHere(Refused):
    message = _("This company takes no applications from there.")
    status = 404


class TheSignatureIsMissing(Refused):
    message = _("The signature is missing.")
    status = 400


class TheSignatureIsWrong(Refused):
    message = _("The signature is wrong.")
    status = 401


class TheApplicationCannotBeRead(Refused):
    message = _("This is no application that can be read.")
    status = 422


class ThereIsNoSuchPosting(Refused):
    message = _("There is no such posting.")
    status = 404


class ThePostingIsClosed(Refused):
    message = _("The posting is closed.")
    status = 410


class TheyHaveAppliedAlready(Refused):
    message = _("This person has applied for it already.")
    status = 409


class EnoughWasSentToThisAddress(Refused):
    message = _("As many invitations as may be were sent to this person today.")
    status = 429


class NoMailIsTakenHere(Refused):
    message = _("This site takes no mails yet. Save the mail as a file, and choose it here.")
