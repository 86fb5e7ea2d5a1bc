"""Forms of the pages about Foretaste itself."""

from __future__ import annotations

from django import forms

from foretaste.web.rendering import PlainForm


class GalleryForm(PlainForm):
    """Shows every kind of field once."""

    pay = forms.DecimalField(
        label="Pay for a full day",
        help_text="The legal minimum here is €96.00 for 6 hours",
        min_value=96,
        error_messages={"min_value": "Enter pay of €96.00 a day or more"},
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "width": "short"}),
    )
    days = forms.IntegerField(
        label="Number of days",
        max_value=5,
        error_messages={"max_value": "Choose between 1 and 5 days"},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "width": "short"}),
    )
    why = forms.CharField(label="Anything to say? (optional)", required=False, widget=forms.Textarea({"rows": 3}))
    field_of_work = forms.ChoiceField(label="Field", choices=[("data", "Data"), ("design", "Design")], required=False)
    starts_on = forms.DateField(
        label="First day",
        error_messages={"required": "Choose the first day"},
        widget=forms.DateInput({"type": "date", "width": "short"}),
    )
    mood = forms.ChoiceField(
        label="How is it so far?",
        choices=[("more", "More of this"), ("fine", "It is fine"), ("not", "Not for me")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three"},
    )
    agreed = forms.BooleanField(label="I have read the rules", required=False)
