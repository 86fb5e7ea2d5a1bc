"""Forms: label, hint, error, control, in that order; an error summary on top."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from foretaste.core.calendars import now
from foretaste.core.refusals import NotAcceptable, Refused


class Renderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class PlainForm(forms.Form):
    """The base of our forms: no `required` attribute, no colon after a label; errors are ours to say."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class DayInput(forms.DateInput):
    """The browser's own picker of a day, which takes and gives it as ISO 8601 writes it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


def unfilled(form_class: type[forms.Form], **options: Hashable) -> SafeString:
    """Draw a form as nobody has filled it in yet; `options` are its arguments. The same one is drawn once.

    Drawing a form's fields takes longer than anything else on a page that holds several.
    """
    today = now()
    return _drawn(form_class, tuple(sorted(options.items())), get_language(), (today.year, today.month))


@lru_cache(maxsize=1024)
def _drawn(
    form_class: type[forms.Form], options: tuple[tuple[str, Any], ...], language: str | None, month: tuple[int, int]
) -> SafeString:
    return form_class(**dict(options)).render()


def say_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Put an action's "no" where it belongs: beside its fields, else on top of the form."""
    fields = refusal.fields if isinstance(refusal, NotAcceptable) else {}
    for name, message in fields.items():
        form.add_error(name if name in form.fields else None, message)
    if not fields:
        form.add_error(None, refusal.text)


def see_other(to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer a form that was taken: 303, so that reloading sends nothing twice."""
    response: HttpResponse = redirect(to, *args, **kwargs)
    response.status_code = 303
    return response
