"""What templates say of listings."""

from django import template

from foretaste.syndication import words

register = template.Library()


@register.filter
def period(per: str) -> str:
    """What pay is for: an hour, a day, in all."""
    return str(words.PERIODS.get(per, ""))
