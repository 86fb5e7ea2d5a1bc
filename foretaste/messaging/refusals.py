"""What messaging says no to."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import Refused


class TheLinkIsOver(Refused):
    message = _("This link was used already, or its 15 minutes are over. Ask for a new one.")
    status = 410


class TooManyLinks(Refused):
    message = _("Several links are on their way already. Look in your mail, or wait an hour.")
    status = 429
