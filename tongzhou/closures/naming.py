"""What an alley is called."""

from django.utils.translation import gettext as _


def alley_label(alley: str, near: str) -> str:
    """Its own name, else by the nearest street or house that has one."""
    if alley:
        return alley
    return _("alley by %(place)s") % {"place": near} if near else _("alley without a name")
