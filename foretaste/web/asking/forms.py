"""The three short questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.opportunities import queries
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from foretaste.opportunities.models import Application, Opportunity

LONGEST_ANSWER = 1500


def _answer(label: _StrPromise, hint: _StrPromise) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,  # the action says what is missing, in its own words
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_ANSWER,
        error_messages={"max_length": _("Shorten this to 1500 characters.")},
    )


class AskForm(PlainForm):
    """Why, what, who: no CV. Remote work asks where the intern will sit, because the wage there counts."""

    answer_why = _answer(_("Why this one?"), _("What made you stop here. One honest line is enough."))
    answer_try = _answer(_("What would you like to try or find out?"), _("A trial is for you too."))
    answer_about = _answer(
        _("What should they know about you?"), _("Something you made, learnt or like doing. Not your marks.")
    )
    free_days = forms.CharField(
        label=_("When you are free (optional)"),
        help_text=_("In your words. They read it beside your answers."),
        required=False,
        max_length=300,
        widget=forms.TextInput(),
    )
    found_by = forms.ChoiceField(
        label=_("How did you find this trial? (optional)"),
        help_text=_("Only counted, from five people on. The company isn’t shown what you chose."),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list, or leave it out.")},
    )
    works_from_country = forms.ChoiceField(label=_("The country you will work from"), required=False)
    works_from_city = forms.CharField(
        label=_("City"),
        help_text=_("The minimum wage of that place counts, if it is the higher one."),
        required=False,
        max_length=80,
    )

    def __init__(self, *args: Any, opportunity: Opportunity, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found_by = self.fields["found_by"]
        assert isinstance(found_by, forms.ChoiceField)
        found_by.choices = [("", _("Not said")), *queries.ways_to_find()]
        if opportunity.place_kind != opportunity.PlaceKind.REMOTE:
            del self.fields["works_from_country"], self.fields["works_from_city"]
        else:
            field = self.fields["works_from_country"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose a country")), *countries]

    @staticmethod
    def answers_of(earlier: Application) -> dict[str, str]:
        """Return an earlier application's answers, to be offered again."""
        return {
            "answer_try": earlier.answer_try,
            "answer_about": earlier.answer_about,
            "free_days": earlier.free_days,
            "works_from_country": earlier.works_from_country,
            "works_from_city": earlier.works_from_city,
        }
