"""Every expected "no" around a trial."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, Refused


class NotNow(Refused):
    """The trial is in a state from which this can't be done."""

    message = _("This can't be done any more: something has happened meanwhile. Look at the page again.")


class TheTrialHasEnded(NotNow):
    message = _("This trial has ended already. What it paid stands on its statement.")


class TheTrialHasNotEnded(NotNow):
    message = _("This is possible only once the trial has ended.")


class TheTrialHasStarted(NotNow):
    message = _("The first day has started: a trial can't be withdrawn any more. It can be ended early.")


class TheTrialHasNotStarted(NotNow):
    message = _("The trial has not started yet. You can withdraw it.")


# --- agreeing ---------------------------------------------------------------------------------
class TheDatesClash(Refused):
    message = _("You have agreed to another trial on one of these days: {title} at {company}, {on}.")


class TheFirstDayHasPassed(Refused):
    message = _("The first day of this trial has begun or passed, so it can't be agreed any more.")


class YouHaveTriedThisCompany(Refused):
    message = _("You two can agree on a second trial once you have both said yes to going on.")


class TwoTrialsAreEnough(Refused):
    message = _("You two have had two trials in 90 days. After two, it is time for a real job.")


# --- the day ----------------------------------------------------------------------------------
class ThereIsNoSuchDay(Refused):
    message = _("This trial has no such day.")
    status = 404


class CheckInIsNotOpenYet(Refused):
    message = _("Check-in opens 60 minutes before the day starts.")


class TheDayIsOver(Refused):
    message = _("This day is over. If you were there, claim it: you have 48 hours.")


class TheCodeIsWrong(NotAcceptable):
    message = _("This is not the host's code for today. You can also check in without it.")


class TheDayHasStarted(Refused):
    message = _("This day has started already.")


class TheDayHasNotStarted(Refused):
    message = _("This day has not been checked in.")


class TheDayIsNotOver(Refused):
    message = _("This day is not over: you can still check in.")


class TheClaimComesTooLate(Refused):
    message = _("A missed check-in can be claimed for 48 hours after the day's planned end.")


class ThisIsClaimedAlready(Refused):
    message = _("This has been said already, and waits for its answer.")


# --- leaving and ending -------------------------------------------------------------------------
class TheSumHasChanged(Refused):
    """The preview is old: `details` carry the new sum. Nothing was done."""

    message = _("What leaving pays has changed since you looked. Nothing was done. Look at the new sum and confirm it.")


class ItIsTooLateToSay(Refused):
    message = _("“I was told to leave” can be said for 24 hours after an exit.")


class ItIsTooEarlyToReport(Refused):
    message = _("A no-show can be reported from 30 minutes after the day's planned start. Ring the host meanwhile.")


class AReasonIsNeeded(NotAcceptable):
    message = _("Say why.")


# --- cases --------------------------------------------------------------------------------------
class TheCaseIsDecided(Refused):
    message = _("This has been decided already.")


class TheCaseIsAnswered(Refused):
    message = _("This has been answered already; a person decides now.")


class TheStartIsCertain(Refused):
    message = _("This day was started with your host's code, by your host, or by a decision: it can't be contested.")


class ItIsTooLateToContest(Refused):
    message = _("A start can be contested for 24 hours after the check-in.")


class TheAwardIsTooHigh(NotAcceptable):
    message = _("That is more than what is held.")


class TheGoodwillIsTooHigh(NotAcceptable):
    message = _("Goodwill is at most that day's pay, and within the company's limit.")


class ASecondPersonMustSign(Refused):
    message = _("A second person has to sign this.")


class YouAreAPartyToIt(Refused):
    message = _("This is about you. Somebody else who runs this instance has to decide it.")


# --- moving a day ---------------------------------------------------------------------------------
class TheDayCannotMoveThere(NotAcceptable):
    message = _("A day can move to a free moment to come, of the same length, within seven calendar days of the trial.")
    too_little = _("There the day’s pay would be below the minimum wage of the place. Choose another date.")


# --- work -----------------------------------------------------------------------------------------
class TheFileIsTooLarge(NotAcceptable):
    message = _("This file is too large.")


class TheFileCannotBeTaken(NotAcceptable):
    message = _("Files of this type can't be taken. Send a PDF, text, picture, spreadsheet, document or ZIP.")


class ItIsSealed(Refused):
    message = _("The evaluations have opened: nothing can be added any more.")


class NothingWasWritten(NotAcceptable):
    message = _("Write something first.")


class TheAnswerComesTooLate(Refused):
    message = _("The two hours for an answer are over: every day of this trial is paid.")


class EverythingIsPaid(NotNow):
    message = _("Every day of this trial is paid already.")


class ThereIsNoRoomToMove(Refused):
    message = _("There is no free day left within the seven days. You can leave, and keep what is yours.")


class TheMoveIsAnswered(Refused):
    message = _("This has been answered already.")


class TheWorkLogIsFull(Refused):
    message = _("The work log holds 200 lines, and no more. What stands there is kept.")


class ThereAreTooManyFiles(Refused):
    message = _("A trial keeps at most 50 files. Put several into one ZIP.")


# --- after three unexplained no-shows -----------------------------------------------------------
class ThreeNoShowsAreNeeded(Refused):
    message = _("New applications can be paused only after three no-shows without a word.")


class ApplicationsArePausedAlready(Refused):
    message = _("New applications of this person are paused already.")


class ThePauseIsLifted(Refused):
    message = _("This pause is lifted.")


class YouHaveObjected(Refused):
    message = _("You have objected. A person reads it and answers you.")


class NobodyHasObjected(Refused):
    message = _("There is no objection to answer. A pause can be lifted at any time.")
