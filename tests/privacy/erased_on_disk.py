"""Run by `test_erasure_on_disk` in a process of its own: a street of one, erased, on real files.

Prints nothing; leaves the files of `TONGZHOU_DATA` to be searched.
"""

import os
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tongzhou.config.settings"
NAME, PHONE = sys.argv[1], sys.argv[2]


def main() -> None:
    """Make somebody, let them leave, and run the night."""
    import django

    django.setup()

    from tests.accounts.people import user_of
    from tests.cast import NOW, TODAY, make_cast, resident
    from tongzhou.accounts import actions
    from tongzhou.accounts.models import User
    from tongzhou.cli.migrations import migrate
    from tongzhou.privacy.retention import erase_due

    migrate()
    cast = make_cast()
    user = user_of(cast.volunteer)
    User.objects.filter(pk=user.pk).update(name=NAME, username=NAME)
    actions.close_account(user, now=NOW)
    person = resident(cast.gao, NAME, "f", TODAY, PHONE)
    person.left_on = TODAY
    person.save()
    if "keep" not in sys.argv:
        erase_due(now=NOW + timedelta(days=400))


main()
