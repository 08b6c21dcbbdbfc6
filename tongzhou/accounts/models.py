"""The account of a person on staff or of a volunteer."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from tongzhou.core.personal import Personal


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "") -> "User":
        """Store an account with a hashed password (none: sign-in by passkey or link only)."""
        user = self.model(username=self.model.normalize_username(username), name=name or username)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person who can sign in. What they may do comes from `registry.Membership`."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True, null=True)
    left_at = models.DateTimeField(null=True)

    personal: ClassVar = {
        name: Personal("to know who acts", "account", "accounts.users")
        for name in ("username", "name", "password", "last_login", "joined_at", "left_at")
    }

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name shown to colleagues."""
        return self.name


class ResetLink(models.Model):
    """A link handed over by somebody in charge: whoever opens it chooses a new password, once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reset_links")
    digest = models.BinaryField(unique=True)
    clears_second_factor = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    impersonal: ClassVar = ("digest", "made_at", "expires_at", "used_at")

    def __str__(self) -> str:
        return f"reset link of account {self.user_id}"
