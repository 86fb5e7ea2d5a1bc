"""What evaluations say no to."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, Refused


class AlreadySealed(Refused):
    message = _("Yours is sealed already. It opens when both are in, or when the seven days are over.")


class TheWindowIsOver(Refused):
    message = _("The seven days are over and both sides are open. Nothing can be added but one reply.")


class NotYetRevealed(Refused):
    message = _("This is still sealed. It opens when both are in, or seven days after the end.")


class AlreadyReplied(Refused):
    message = _("Your reply stands already. Each side replies once.")


class NothingToReplyTo(Refused):
    message = _("The other side wrote nothing, so there is nothing to reply to.")


class NoMutualYes(Refused):
    message = _("No offer opens.")


class AlreadyOffered(Refused):
    message = _("A colleague has made this offer already.")


class AlreadyAnswered(Refused):
    message = _("This offer has its answer already.")


class NoExitToNote(Refused):
    message = _("An exit note belongs to an exit. This trial ended another way.")


class AlreadyNoted(Refused):
    message = _("Your note is in already.")


class WordsNeedAName(NotAcceptable):
    message = _("Words are only ever quoted with your name. Send them signed, or leave the ticks alone to be counted.")


class AlreadyThanked(Refused):
    message = _("Your note is sent already. Each side sends one.")


class AlreadyReported(Refused):
    message = _("You have reported this note already.")


class NobodyIsThereToReadIt(Refused):
    message = _("Nobody runs this instance yet, so nobody would read it. Write to the address on the help page.")
