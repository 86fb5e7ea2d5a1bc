"""Forms of accounts. Those of the sign-in library lose their placeholders and gain plain labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from foretaste.accounts import queries
from foretaste.accounts.actions import SCOPES
from foretaste.web.countries import countries as by_name
from foretaste.web.countries import zones
from foretaste.web.rendering import PlainForm

if TYPE_CHECKING:
    from foretaste.accounts.models import Person


class Plainly:
    """A form of the sign-in library, said in our way."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        self.label_suffix = ""
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.setdefault("width", "middle")
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)
            if isinstance(field, forms.EmailField):
                field.error_messages["required"] = _("Enter your email address")


class LoginForm(Plainly, account_forms.LoginForm):  # type: ignore[misc]
    labels = {"login": _("Email address"), "password": _("Password"), "remember": _("Keep me signed in here")}
    hints = {"password": ""}

    def _setup_password_field(self) -> None:
        """Keep it: signing up asks for none, yet one can be set later."""


class RequestCodeForm(Plainly, account_forms.RequestLoginCodeForm):  # type: ignore[misc]
    labels = {"email": _("Email address")}


class ConfirmCodeForm(Plainly, account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels = {"code": _("The code from the mail")}


class ConfirmEmailCodeForm(Plainly, account_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    labels = {"code": _("The code from the mail")}


class ResetPasswordForm(Plainly, account_forms.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("Email address")}


class AsksAboutTokens:
    """A new password ends the person's API tokens: unless they say, where they have any, that those go on."""

    user: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if queries.tokens_of(queries.actor_for(self.user)).filter(revoked_at=None).exists():
            fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
            fields["keep_tokens"] = forms.BooleanField(
                label=_("Keep my API tokens"),
                help_text=_("Otherwise they end, and your programs need new ones. Keep none that others may know."),
                required=False,
            )

    def save(self) -> None:
        said: dict[str, Any] = self.cleaned_data  # type: ignore[attr-defined]
        account_adapter().set_password(self.user, said["password1"], keep_tokens=said.get("keep_tokens", False))


class SetPasswordForm(AsksAboutTokens, Plainly, account_forms.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("The same again")}


class ChangePasswordForm(AsksAboutTokens, Plainly, account_forms.ChangePasswordForm):  # type: ignore[misc]
    labels = {"oldpassword": _("Password now"), "password1": _("New password"), "password2": _("The same again")}


class AddEmailForm(Plainly, account_forms.AddEmailForm):  # type: ignore[misc]
    labels = {"email": _("Another email address")}


class ReauthenticateForm(Plainly, account_forms.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class AuthenticateForm(Plainly, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("The code from your app, or a recovery code")}


class ReauthenticateWithCodeForm(Plainly, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("The code from your app, or a recovery code")}


class ActivateTotpForm(Plainly, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("The code your app shows now")}


class AddPasskeyForm(Plainly, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("A name for it"), "passwordless": _("Sign in with it alone")}
    hints = {"passwordless": _("Your fingerprint, face or device PIN is then all it takes.")}

    def clean(self) -> dict[str, Any]:
        """Refuse what is no passkey's answer; the library lets half of that pass as a failure of ours."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except (ValueError, TypeError, KeyError, AttributeError) as found:
            raise get_adapter().validation_error("incorrect_code") from found
        return cleaned


class WholeSignUpForm(Plainly, account_forms.SignupForm):  # type: ignore[misc]
    labels = {"email": _("Email address")}
    hints = {"email": _("We send a code there, and mail about your own trials. Nothing else.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if context.request is not None and context.request.GET.get("next", "").startswith("/company/"):
            self.fields["looks_for"].initial = "people"


def countries() -> list[tuple[str, str]]:
    return [("", str(_("Choose a country"))), *by_name()]


class CompanyForm(PlainForm):
    """A company, in one page; the rest of its record can wait."""

    name = forms.CharField(
        label=_("Name of the company"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name of the company")},
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=countries, error_messages={"required": _("Choose the country")}
    )
    city = forms.CharField(label=_("City (optional)"), max_length=80, required=False)
    website = forms.URLField(
        label=_("Website (optional)"),
        required=False,
        assume_scheme="https",
        help_text=_("Helps us to verify you"),
        error_messages={"invalid": _("Enter the whole address, beginning with https://")},
    )
    about = forms.CharField(
        label=_("What you do, in two sentences (optional)"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 3}),
    )


class PersonForm(PlainForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "width": "middle"}),
        error_messages={"required": _("Enter your name")},
    )
    time_zone = forms.ChoiceField(
        label=_("Where you are"),
        help_text=_("Times of a place whose clocks show another hour then name that place"),
        choices=zones,
        required=False,
        widget=forms.Select({"data-own-zone": "", "width": "middle"}),
    )


class TokenForm(PlainForm):
    """A token of the JSON API."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        widget=forms.TextInput({"width": "middle", "autocomplete": "off"}),
        error_messages={"required": _("Say what it is for, so that you know it again")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[("read", _("Read")), ("act", _("Act, as you may")), ("money", _("Move money, as you may"))],
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one")},
    )

    assert set(dict(scopes.choices)) == set(SCOPES)  # type: ignore[arg-type]


class LinkForm(PlainForm):
    email = forms.EmailField(
        label=_("Email address"),
        widget=forms.EmailInput({"autocomplete": "email", "width": "middle"}),
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an address like ines@example.org"),
        },
    )
