"""Password hashing that three hundred people can meet at seven in the morning."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class StreetArgon2(Argon2PasswordHasher):
    """Argon2id at the OWASP minimum: 19 MiB, two passes, one lane."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
