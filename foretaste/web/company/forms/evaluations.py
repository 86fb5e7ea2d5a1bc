"""The company's side of the seal: a scorecard and a decision in one submission; a reply; an offer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.evaluations.questions import LONGEST_TEXT, NOT_SEEN, Scorecard
from foretaste.web.rendering import DayInput, PlainForm

DECISION = "decision"
KINDS = [
    ("job", gettext_lazy("A job")),
    ("internship", gettext_lazy("A longer internship")),
    ("project", gettext_lazy("A further project")),
]


class EvaluationForm(PlainForm):
    """The questions are data: see `evaluations.questions`. What was not seen may stay as it is."""

    def __init__(self, *args: Any, card: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.card = card
        for criterion in card.criteria:
            self.fields[criterion.key] = forms.ChoiceField(
                label=criterion.asks,
                choices=[(anchor.key, anchor.says) for anchor in criterion.anchors],
                widget=forms.RadioSelect,
                initial=NOT_SEEN if NOT_SEEN in criterion.values else None,
                error_messages={"required": _("Choose an answer to “%(question)s”") % {"question": criterion.asks}},
            )
        self.fields[DECISION] = forms.TypedChoiceField(
            label=card.decision,
            choices=[("yes", _("Yes, we would")), ("no", _("No, not this time"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": _("Say yes or no")},
        )
        for text in card.texts:
            self.fields[text.key] = forms.CharField(
                label=_("%(question)s (optional)") % {"question": text.asks},
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def criteria(self) -> list[forms.BoundField]:
        return [self[criterion.key] for criterion in self.card.criteria]

    def texts(self) -> list[forms.BoundField]:
        return [self[text.key] for text in self.card.texts]

    def answers(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != DECISION}

    @property
    def decision(self) -> bool:
        return bool(self.cleaned_data[DECISION])


class ReplyForm(PlainForm):
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        help_text=gettext_lazy("Once. They read it, and it stays as it is"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write your reply")},
    )


class ConversionForm(PlainForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you offer?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you offer")},
    )
    role = forms.CharField(
        label=gettext_lazy("The role"), max_length=120, error_messages={"required": gettext_lazy("Name the role")}
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Starts on (optional)"),
        required=False,
        widget=DayInput(),
    )
    text = forms.CharField(
        label=gettext_lazy("The offer"),
        help_text=gettext_lazy("Hours, pay, place, how long, and until when you wait for the answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Say what you offer: hours, pay, place")},
    )
