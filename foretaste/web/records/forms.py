"""What a record shows, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foretaste.evaluations.public_words import LONGEST_PUBLIC_REPLY
from foretaste.records.actions import LONGEST_WORDS
from foretaste.records.asking import LONGEST_ANSWER, LONGEST_NAME, LONGEST_QUESTION
from foretaste.records.queries import Choice
from foretaste.web.rendering import PlainForm


class AskingForm(PlainForm):
    """Whom, and what."""

    asked_of = forms.CharField(
        label=_("Whom do you ask?"),
        help_text=_("Your host or anybody you worked with. They need no account."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(),
        error_messages={"required": _("Say whom you ask.")},
    )
    question = forms.CharField(
        label=_("What would you like to know?"),
        help_text=_("One question about your work. People answer what is easy to answer."),
        max_length=LONGEST_QUESTION,
        initial=_("What went well in what I did, and what should I try next?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ask one question.")},
    )


class GivingForm(PlainForm):
    """The answer, and who gives it."""

    good = forms.CharField(
        label=_("What went well"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Something you saw, in a sentence or two."),
    )
    better = forms.CharField(
        label=_("What to try next"), required=False, max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )
    said_by = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say who you are.")},
    )


class ChoosingForm(PlainForm):
    """One's own words, the feedback that shows, and whether anyone sees it."""

    own_words = forms.CharField(
        label=_("What you did, in your words (optional)"),
        help_text=_("Your agreement lets you show the trial’s title and describe the work yourself."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Shorten this to 1200 characters.")},
    )
    keys = forms.MultipleChoiceField(
        label=_("What they said of your work"),
        help_text=_("Nothing shows unless you tick it. Read it first: their words may say more than the record does."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reply = forms.CharField(
        label=_("Your reply to it (optional)"),
        help_text=_(
            "One, under what you ticked, signed with your name. Whoever has the link reads it: name nobody but who "
            "signed what you ticked, and say nothing of how, when or whether the trial ended. Your record doesn’t tell "
            "it, and you need not"
        ),
        required=False,
        max_length=LONGEST_PUBLIC_REPLY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_shared = forms.BooleanField(
        label=_("Anyone with the link can see and check it"),
        required=False,
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choices:
            del self.fields["keys"], self.fields["reply"]
            return
        field = self.fields["keys"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            # one element: a choice sets its parts side by side
            (one.key, format_html("<span><strong>{}</strong> “{}” {}</span>", one.asked, one.words, one.said_by))
            for one in choices
        ]
