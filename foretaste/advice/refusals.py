"""What advice refuses."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import Refused


class ThePlanIsFull(Refused):
    message: ClassVar[str | Promise] = _("A plan holds seven trials. Take one out first.")


class AnotherCurrency(Refused):
    message: ClassVar[str | Promise] = _("A plan counts in one currency. Change the plan’s currency first.")


class TheDayHasNotBegun(Refused):
    message: ClassVar[str | Promise] = _("This day has not begun. It can be marked once you have checked in.")
