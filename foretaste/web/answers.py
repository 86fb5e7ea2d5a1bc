"""How pages of tasks answer: 422 with what to put right, 303 to where it goes on, a refusal beside its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foretaste.core.refusals import NotFound, Refused
from foretaste.web.rendering import say_refusal
from foretaste.web.rendering import see_other as see

__all__ = ["all_valid", "done", "page", "see", "try_to"]


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int | None = None) -> HttpResponse:
    """Render the page: 422 when one of its forms has something to put right."""
    wrong = any(isinstance(value, forms.BaseForm) and value.is_bound and value.errors for value in context.values())
    return render(request, template, context, status=status or (422 if wrong else 200))


def done(form: forms.BaseForm, act: Callable[[], object], *, besides: tuple[type[Refused], ...] = ()) -> bool:
    """Do it. A refusal is said in the form, except that there is nothing here, and those with a page of their own."""
    try:
        act()
    except Refused as refusal:
        if isinstance(refusal, (NotFound, *besides)):
            raise
        say_refusal(form, refusal)
        return False
    return True


def try_to(request: HttpRequest, act: Callable[[], object], said: str = "") -> bool:
    """Do what a single button asks for, and say on the next page how it went."""
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        messages.error(request, refusal.text)
        return False
    if said:
        messages.success(request, said)
    return True


def all_valid(form_list: Iterable[forms.BaseForm]) -> bool:
    """Check every form, so that everything to put right is said at once."""
    return all([form.is_valid() for form in form_list])  # noqa: C419 - all of them, not up to the first
