"""Words with a fixed list of values."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    """As in the household register; unknown is an answer."""

    FEMALE = "f", _("female")
    MALE = "m", _("male")
    UNKNOWN = "", _("unknown")


class Relation(models.TextChoices):
    """To the head of the household."""

    HEAD = "head", _("head of household")
    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("son or daughter")
    CHILD_IN_LAW = "child_in_law", _("son- or daughter-in-law")
    GRANDCHILD = "grandchild", _("grandchild")
    PARENT = "parent", _("parent")
    SIBLING = "sibling", _("sibling")
    OTHER_RELATIVE = "relative", _("other relative")
    TENANT = "tenant", _("tenant")
    LIVE_IN = "live_in", _("lives in (care, nanny)")
    UNKNOWN = "", _("unknown")


class Language(models.TextChoices):
    """What a household prefers to be spoken to in."""

    MANDARIN = "zh", _("Mandarin")
    DIALECT = "dialect", _("local dialect")
    CANTONESE = "yue", _("Cantonese")
    UYGHUR = "ug", _("Uyghur")
    TIBETAN = "bo", _("Tibetan")
    MONGOLIAN = "mn", _("Mongolian")
    KOREAN = "ko", _("Korean")
    ENGLISH = "en", _("English")
    SIGN = "sign", _("sign language")
    OTHER = "other", pgettext_lazy("language", "other")


class PlaceKind(models.TextChoices):
    """What one can stand at or store in."""

    GATE = "gate", _("gate")
    ALLEY_END = "alley_end", _("alley end")
    DEPOT = "depot", _("depot")
    OFFICE = "office", _("office")
    SHOP = "shop", _("shop")
    CLINIC = "clinic", _("clinic")
    OTHER = "other", pgettext_lazy("place", "other")


class GroupKind(models.TextChoices):
    """Neighbour groups that watch over one another."""

    FIVE = "five", _("five households")
    TEN = "ten", _("ten households")


class ContactWay(models.TextChoices):
    """How one spoke with a household."""

    CALL = "call", _("phone call")
    VISIT = "visit", _("visit at the door")
    MESSAGE = "message", _("message")


class ImportState(models.TextChoices):
    """Life of an uploaded roster."""

    READING = "reading", _("being read")
    READ = "read", _("read, waiting for your decision")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    FAILED = "failed", _("could not be read")
    DISCARDED = "discarded", _("set aside")
