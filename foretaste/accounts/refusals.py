"""Every expected "no" around people and companies."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, Refused


class ThisAddressHasAnAccount(Refused):
    message = _("There is an account with this address already. Sign in with it.")


class WhatWasEnteredCannotBeTaken(NotAcceptable):
    message = _("Some of what was entered can't be taken.")


class ThePersonActsForYouAlready(Refused):
    message = _("This person has that role already.")


class TheLastRecruiterStays(Refused):
    message = _("Somebody has to be able to post and to invite. Give another person that role first.")


class TheCompanyIsVerifiedAlready(Refused):
    message = _("This company is verified already.")


class TheCompanyIsSuspendedAlready(Refused):
    message = _("This company is suspended already.")


class TheCompanyIsNotSuspended(Refused):
    message = _("This company is not suspended.")


class TheTokenIsRevoked(Refused):
    message = _("This token is revoked already.")
