"""Forms of signing in. Allauth decides; the words and the hints to the keyboard are ours."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils.translation import gettext_lazy as _

from tongzhou.core.forms import ActionForm

PASSWORD_HELP = _("At least 10 characters. A short sentence is easy to remember.")
CODE_OF_APP = 6
PAPER_CODE_WRONG = _(
    "This recovery code is wrong or was used already. Each serves once: take another."
)
CODE_KEYBOARD = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


class _Plain(forms.Form):
    """Labels say what belongs into a field; grey words inside it would say it twice."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    attributes: dict[str, dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class SignInForm(_Plain, account.LoginForm):
    """User name and password."""

    labels = {
        "login": _("User name"),
        "password": _("Password"),
        "remember": _("Stay signed in on this device"),
    }
    attributes = {"login": {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}}


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    """The old password, and the new one twice."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    helps = {"password1": PASSWORD_HELP}


class SetPasswordForm(_Plain, account.SetPasswordForm):
    """A first password for an account that had none."""

    labels = {"password1": _("New password"), "password2": _("New password once more")}
    helps = {"password1": PASSWORD_HELP}


class PasswordAgainForm(_Plain, account.ReauthenticateForm):
    """The password once more, before something weighty."""

    labels = {"password": _("Password")}
    attributes = {"password": {"autofocus": True}}


class _EitherCode(codes.BaseAuthenticateForm):
    """A code of the app, or one from the paper: waiting for the next makes no sense for paper."""

    def clean_code(self) -> str:
        """The code, or the sentence that fits its kind."""
        try:
            return super().clean_code()
        except forms.ValidationError as error:
            if error.code == "incorrect_code" and len(self.cleaned_data["code"]) > CODE_OF_APP:
                raise forms.ValidationError(PAPER_CODE_WRONG, code="incorrect_code") from error
            raise


class CodeForm(_Plain, _EitherCode, codes.AuthenticateForm):
    """A code of the app, or one from the paper."""

    labels = {"code": _("Code")}
    attributes = {"code": CODE_KEYBOARD}


class CodeAgainForm(_Plain, _EitherCode, codes.ReauthenticateForm):
    """The same, before something weighty."""

    labels = {"code": _("Code")}
    attributes = {"code": CODE_KEYBOARD}


class ActivateAppForm(_Plain, totp.ActivateTOTPForm):
    """The first code of the app, to prove that it works."""

    labels = {"code": _("Code the app shows now")}
    attributes = {"code": CODE_KEYBOARD}


class AddPasskeyForm(_Plain, passkeys.AddWebAuthnForm):
    """A passkey always serves alone, without a password: one kind is enough to explain."""

    labels = {"name": _("Name of this device")}
    helps = {"name": _("So that you know it again in the list, such as “my phone”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs.update({"maxlength": 60, "autofocus": True})
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.initial["passwordless"] = True


class NewPasswordForm(ActionForm):
    """A password chosen with a reset link."""

    password = forms.CharField(
        label=_("New password"),
        help_text=PASSWORD_HELP,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both times the same, or a slip of the finger would lock one out."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ. Type both again."))
        return again
