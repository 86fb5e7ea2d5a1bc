"""What the bank says no to on its own pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, Refused


class TheCardCannotBeRead(NotAcceptable):
    message = _("This card number can't be right. Check its digits.")


class TheChargeIsOver(Refused):
    message = _("This payment was made or declined already.")


class TheChargeCantBeDisputed(Refused):
    message = _("Only a payment that has arrived and is not disputed yet can be disputed.")


class TheDisputeIsOver(Refused):
    message = _("This dispute is closed already.")
