"""The evaluation, the reply, the exit note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.evaluations import questions
from foretaste.evaluations.sealing import Side
from foretaste.web.rendering import PlainForm

CARD = questions.SCORECARDS[Side.INTERN]
YES, NO = "yes", "no"
MARKS = [("more", _("More of this")), ("fine", _("It is fine")), ("not_for_me", _("Not for me"))]  # of a checkpoint


class EvaluationForm(PlainForm):
    """What was seen, in behaviours; a few words; the decision. Whatever is left out was not seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CARD.criteria:
            may_skip = questions.NOT_SEEN in criterion.values
            self.fields[criterion.key] = forms.ChoiceField(
                label=criterion.asks,
                choices=[(one.key, one.says) for one in criterion.anchors if one.key != questions.NOT_SEEN],
                widget=forms.RadioSelect,
                required=not may_skip,
                error_messages={"required": _("Choose an answer to “%(question)s”") % {"question": criterion.asks}},
            )
        for text in CARD.texts:
            self.fields[text.key] = forms.CharField(
                label=text.asks,
                required=False,
                max_length=questions.LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": _("Shorten this to 1200 characters.")},
            )
        self.fields["decision"] = forms.ChoiceField(
            label=CARD.decision,
            help_text=_("Told only if you both say yes. A lone yes, or a no, is never told to anyone."),
            choices=[(YES, _("Yes")), (NO, _("No"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Say yes or no. Nobody learns of a no.")},
        )

    def submission(self) -> tuple[dict[str, str], bool]:
        """Return the answers, with what was left out as not seen, and the decision."""
        given = dict(self.cleaned_data)
        decision = given.pop("decision") == YES
        for criterion in CARD.criteria:
            given[criterion.key] = given[criterion.key] or questions.NOT_SEEN
        return given, decision


class ReplyForm(PlainForm):
    text = forms.CharField(
        label=_("Your reply"),
        help_text=_("One reply, which stays. They reply once too."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your reply.")},
    )


class ExitNoteForm(PlainForm):
    """Ticks are counted among at least five; words go only with the name."""

    reasons = forms.MultipleChoiceField(
        label=_("What was it?"),
        choices=list(questions.REASONS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    advice = forms.MultipleChoiceField(
        label=_("What would you advise them?"),
        choices=list(questions.ADVICE.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    signed = forms.ChoiceField(
        label=_("Who learns of it?"),
        choices=[("", _("Count me among at least 5, without my name")), ("yes", _("Send it with my name"))],
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(
        label=_("In your words (only with your name)"),
        required=False,
        max_length=questions.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    thanks = forms.CharField(
        label=_("A thank you to someone (only with your name)"),
        required=False,
        max_length=questions.LONGEST_TEXT,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"signed": ""})
        super().__init__(*args, **kwargs)

    def note(self) -> dict[str, Any]:
        return {**self.cleaned_data, "signed": self.cleaned_data["signed"] == "yes"}
