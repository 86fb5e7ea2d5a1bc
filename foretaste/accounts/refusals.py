"""Every expected "no" around people and companies."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foretaste.accounts.resumes.unreadable import Why
from foretaste.core.refusals import NotAcceptable, Refused


class ThisAddressHasAnAccount(Refused):
    message = _("There is an account with this address already. Sign in with it.")


class WhatWasEnteredCannotBeTaken(NotAcceptable):
    message = _("Some of what was entered can't be taken.")


class ThePersonActsForYouAlready(Refused):
    message = _("This person has that role already, or was asked to take it on and has not answered yet.")


class TheLastRecruiterStays(Refused):
    message = _(
        "Somebody has to be able to post, to answer and to invite. Ask a colleague to be a recruiter first; "
        "once they have said yes, this can be done. If the company is to end here, write to the operator."
    )


class ThatIsManyCompanies(Refused):
    message = _("You post for as many companies as one person can. Leave one first, or ask us.")


class ThatIsManyTokens(Refused):
    message = _("You have as many tokens as one person can. Revoke one that is not used any more first.")


class TheCompanyIsVerifiedAlready(Refused):
    message = _("This company is verified already.")


class TheCompanyIsSuspendedAlready(Refused):
    message = _("This company is suspended already.")


class TheCompanyIsNotSuspended(Refused):
    message = _("This company is not suspended.")


class TheTokenIsRevoked(Refused):
    message = _("This token is revoked already.")


WHY = {
    Why.EMPTY: _("This file is empty."),
    Why.TOO_LARGE: _("This is larger than any profile. Bring an archive of your profile alone, at most 5 MB."),
    Why.NEITHER: _("This is neither JSON nor a zip archive. Bring a JSON Resume, or LinkedIn’s archive as it came."),
    Why.ENCODING: _("This is not written in UTF-8, so its letters can’t be told."),
    Why.NOT_JSON: _("This is not proper JSON."),
    Why.NO_RESUME: _("This is JSON, but no JSON Resume: none of its sections is there (basics, work, skills …)."),
    Why.BROKEN_ZIP: _("This archive is broken, or packed in a way that isn’t read. Bring it as it came from LinkedIn."),
    Why.LOCKED_ZIP: _("This archive has a password. Bring it as it came from LinkedIn."),
    Why.BOMB: _("This is far larger unpacked than a profile is, and was not unpacked."),
    Why.TOO_MANY_FILES: _("There are more files in this archive than LinkedIn puts into one."),
    Why.NO_EXPORT: _("No table of LinkedIn’s is in this archive (Profile.csv, Skills.csv, Positions.csv …)."),
    Why.NOTHING: _("It could be read, but nothing in it has a place in a profile."),
}


class TheFileCannotBeRead(NotAcceptable):
    """What was brought can't be read; says why in words. Nothing of it is kept."""

    message: ClassVar[str | Promise] = _("This can’t be read.")

    @classmethod
    def because(cls, why: Why) -> TheFileCannotBeRead:
        return cls(file=str(WHY[why]))


class EnoughFilesForToday(Refused):
    message: ClassVar[str | Promise] = _("That is as many files as are read in a day. Go on tomorrow.")
    status = 429
