"""The base of every expected "no". Pages and API know how to say each; nothing else is caught."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An expected "no": what was asked can't be done, and nothing has changed.

    A subclass is a sentence (`TheSeatIsNotFunded`), with `message` in plain words that say what to
    do, and the HTTP status its answer carries. `name` is its stable name in the API.
    """

    message: ClassVar[str | Promise] = "This can't be done now."
    status: ClassVar[int] = 409

    def __init__(self, message: str | None = None, **details: object) -> None:
        self.text = message or str(self.message)
        self.details = details
        super().__init__(self.text)

    @property
    def name(self) -> str:
        """The class's name as the API says it: `TheSeatIsNotFunded` -> the-seat-is-not-funded."""
        letters = "".join(f"-{c.lower()}" if c.isupper() else c for c in type(self).__name__)
        return letters.lstrip("-")


class NotFound(Refused):
    """There is no such thing, or the actor may not see it: the two are never told apart."""

    message: ClassVar[str | Promise] = "There is nothing here that you may see. Check the address."
    status = 404


class NotAllowed(Refused):
    message: ClassVar[str | Promise] = "Your role may not do this. Ask the person who runs this for your organization."
    status = 403


class NotAcceptable(Refused):
    """What was entered can't be taken; `fields` maps a field's name to what to do about it."""

    message: ClassVar[str | Promise] = "Some of what was entered can't be taken."
    status = 422

    def __init__(self, message: str | None = None, **fields: str) -> None:
        super().__init__(message or "; ".join(fields.values()) or None, **fields)
        self.fields = fields


class SomethingElseCameFirst(Refused):
    """A guard of the database saw at the commit what no rule had seen before: two did at once what only one can do."""

    message: ClassVar[str | Promise] = _(
        "Something else happened at the same moment, so nothing was done. Look again, then repeat it if it still fits."
    )
