"""Every expected "no" around an opportunity. The plain "that state does not allow it" is `NotNow`."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, Refused


class NotNow(Refused):
    """The thing is in a state from which this can't be done."""

    message = _("This can't be done any more: something has happened meanwhile. Look at the page again.")


class ItIsNoLongerADraft(Refused):
    message = _("This trial is published: what it promises can't be changed any more. Copy it and change the copy.")


class SomethingIsMissing(NotAcceptable):
    """A task of the posting isn't complete; `fields` says which and what to do."""

    message = _("Some tasks are not complete yet.")


class ThatIsManyDrafts(Refused):
    message = _("Your company keeps as many drafts as it can. Discard or publish one first.")


class TheMoneyIsOnItsWay(Refused):
    message = _("Money for this trial is on its way or set aside: its pay, days and place can't change any more.")


class TheCompanyIsSuspended(Refused):
    message = _("Your company is suspended: nothing can be posted, funded or offered. The operator will tell you why.")


class TheCompanyOwes(Refused):
    message = _(
        "Your company owes money here: nothing new can be funded before that is paid. Money says how much and why."
    )


class TheCompanyIsNotVerified(Refused):
    message = _("Your company is not verified yet. Drafts are kept; you can fund and publish once it is.")


class ThePayIsBelowTheMinimumWage(NotAcceptable):
    message = _("The daily pay is below the minimum wage where the work is done.")


class TheWageIsNotKnown(Refused):
    message = _(
        "No minimum wage in this currency is known for the place of work yet. The operator has to confirm the pay "
        "first."
    )


class ThePayIsUnusuallyHigh(Refused):
    message = _("The pay is unusually high for the place of work. The operator has to confirm it first.")


class TheCompanyIsNew(Refused):
    message = _("You are new here. The operator looks at your trial first; then you can fund it.")


class ThereIsNothingToFund(Refused):
    message = _("Every seat asked for has its money already.")


class TheSeatIsNotFunded(Refused):
    message = _("An offer can be made only for a seat whose money is set aside. Fund one first.")


class TheSeatIsUnderOffer(Refused):
    message = _("Somebody has been offered this seat: its money stays until they have answered.")


class TheLastSeatIsTaken(Refused):
    """A colleague was quicker: says who welcomed whom; the candidate stays where they were."""

    message = _("The last seat has just been offered to someone else. Nothing was lost: the candidate is still here.")


class ItIsNotOpen(Refused):
    message = _("This trial is not open for asking any more. There are others like it.")


class YouHaveAskedAlready(Refused):
    message = _("You have asked for this trial already.")


class YouCannotAskYourOwnCompany(Refused):
    message = _("You act for this company, so you can't ask for its trials.")


class NewApplicationsArePaused(Refused):
    message = _("New applications are paused for you after three unexplained no-shows. You can object to this.")


class TheAnswerDateHasPassed(Refused):
    message = _("The date for an answer has passed.")


class TheDatesHavePassed(Refused):
    message = _("The first day of this trial is too close or has passed.")


class TheQuestionIsAnswered(Refused):
    message = _("A colleague has answered this question already.")


class TheAdvertisementCannotBeRead(NotAcceptable):
    message = _("Nothing could be read from this. Paste the text of the advertisement instead.")


class ItIsTooEarly(Refused):
    """Publication is at most 30 days before day 1: longer the money can't be held."""

    message = _("Money can be set aside at most 30 days before the first day. Until then the trial can be announced.")


class AlreadyWelcomed(Refused):
    message = _("A colleague has welcomed this person already.")


class TheAdvertisementIsTooLong(NotAcceptable):
    message = _("This is too long to be read. Paste the part that describes the work.")
