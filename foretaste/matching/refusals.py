"""What matching says no to."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import Refused


class TheConfirmationIsOver(Refused):
    message = _("This link's week is over, or the mails were stopped since. Save the search again.")
    status = 410


class ThatIsManySearches(Refused):
    message = _("You have saved as many searches as one can keep. Delete one first.")


class TheSearchCanNotBeRun(Refused):
    message = _("This search can’t be run any more. Delete it, search again, and save that.")
