"""What a person chose for the screen: theme and size of text, kept in cookies of one year."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("normal", "large")
CHOICES = {"theme": THEMES, "text": TEXT_SIZES}
YEAR = 60 * 60 * 24 * 365

# The dark sheet is one file; the medium it applies to is the whole switch. Paper stays white.
DARK_MEDIA = {
    "auto": "screen and (prefers-color-scheme: dark)",
    "light": "not all",
    "dark": "screen",
}
COLOR_SCHEME = {"auto": "light dark", "light": "light", "dark": "dark"}


@dataclass(frozen=True, slots=True)
class Preferences:
    """The look one browser asked for."""

    theme: str = "auto"
    text: str = "normal"

    @property
    def dark_media(self) -> str:
        """Media query under which the dark tokens hold."""
        return DARK_MEDIA[self.theme]

    @property
    def color_scheme(self) -> str:
        """Value of the `color-scheme` meta tag."""
        return COLOR_SCHEME[self.theme]


def read(request: HttpRequest) -> Preferences:
    """The choices in the request's cookies; what is not known counts as not chosen."""
    chosen = {key: request.COOKIES.get(key, "") for key in CHOICES}
    known = {key: value for key, value in chosen.items() if value in CHOICES[key]}
    return Preferences(**known)


def remember(response: HttpResponse, *, secure: bool, **chosen: str) -> None:
    """Put the known ones of the choices into cookies that scripts may read."""
    for key, value in chosen.items():
        if value in CHOICES.get(key, ()):
            response.set_cookie(key, value, max_age=YEAR, secure=secure, samesite="Lax")
