"""Tags of the company's and the operator's pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms, template

register = template.Library()


@dataclass(frozen=True)
class Problem:
    text: str
    id: str = ""  # of the control it belongs to


@register.simple_tag
def problems_of(several: Iterable[forms.BaseForm]) -> list[Problem]:
    """What is to be put right in a page of several forms, for one summary on top."""
    problems = []
    for form in several:
        if not form.is_bound:
            continue
        problems += [Problem(str(error)) for error in form.non_field_errors()]
        for field in form:
            problems += [Problem(str(error), field.id_for_label or str(field.auto_id)) for error in field.errors]
    return problems
