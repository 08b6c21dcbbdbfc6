"""Fields the desk's forms share."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Choices, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tongzhou.accounts.choices import Role
from tongzhou.desk.models import ServiceRequest
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Membership

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
GOERS = (*STAFF, Role.BUILDING_DIRECTOR, Role.VOLUNTEER)
MOST_YUAN = 100_000


class YuanField(forms.DecimalField):
    """An amount typed in yuan, with two digits; its value is in fen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Amount in yuan"))
        super().__init__(min_value=0, max_value=MOST_YUAN, decimal_places=2, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Fen as an integer, or None."""
        yuan: Decimal | None = super().clean(value)
        return None if yuan is None else int(yuan * 100)


class PhotoField(forms.FileField):
    """A photo taken now or chosen; its value is its bytes."""

    def __init__(self, *, accept: str = "image/*", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.FileInput(attrs={"accept": accept})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The content, or no bytes where nothing was chosen."""
        file = super().clean(data, initial)
        return file.read() if file else b""


def words(*, rows: int = 3, autofocus: bool = False) -> forms.Textarea:
    """A box for a few sentences."""
    attrs: dict[str, Any] = {"rows": rows}
    if autofocus:
        attrs["autofocus"] = True
    return forms.Textarea(attrs=attrs)


def capital(choices: Iterable[Choices]) -> Callable[[], list[tuple[str, str]]]:
    """Choices as they begin a line, in the reader's language."""
    return lambda: [(choice.value, capfirst(choice.label)) for choice in choices]


def members(acting: Acting, row: ServiceRequest, roles: tuple[Role, ...]) -> QuerySet[Membership]:
    """Who can be given work on a request: people of its committee in these roles."""
    rows = registry.memberships(acting).filter(ended_on__isnull=True, role__in=roles)
    return rows.filter(committee_id=row.committee_id).order_by("role", "user__name")


def renewed(data: Any, *, version: int) -> QueryDict:
    """Posted data with the newest version of the record in it."""
    fresh: QueryDict = data.copy()
    fresh["version"] = str(version)
    return fresh


class MemberField(forms.ModelChoiceField):
    """A colleague or helper, by name and role; its value is the account."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(None, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name and role."""
        return f"{obj.user.name} · {obj.get_role_display()}"

    def clean(self, value: Any) -> Any:
        """The account, or None where nobody was chosen."""
        member = super().clean(value)
        return member.user if member else None
