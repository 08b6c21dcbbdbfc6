"""The WSGI entry; with TONGZHOU_JOBS=1 the process also works jobs off in a thread."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
application = get_wsgi_application()


def start_job_thread() -> None:
    """One thread beside the request threads; it ends with the process."""
    from tongzhou.core import jobs

    jobs.release_dead_leases()
    threading.Thread(
        target=jobs.run_forever, args=(threading.Event(),), name="jobs", daemon=True
    ).start()


if os.environ.get("TONGZHOU_JOBS") == "1":
    start_job_thread()
if trust_at := os.environ.get("TONGZHOU_TRUST_AT"):
    from tongzhou.config.trust import start_plain_door

    start_plain_door(application, trust_at)
