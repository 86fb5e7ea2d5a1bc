"""Forms: label, hint, error, control, in that order; an error summary on top."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpResponse
from django.shortcuts import redirect

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
