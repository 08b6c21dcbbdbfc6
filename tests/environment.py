"""Gives the tests, and each process that shares in them, a data directory of its own.

Loaded by `-p` before any other plugin, because settings are read before `conftest.py`.
"""

import atexit
import os
import shutil
import tempfile

# What a process inherits belongs to the one that started it: one's files are not the other's.
if "TONGZHOU_DATA" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    folder = tempfile.mkdtemp(prefix="tongzhou-test-")
    os.environ["TONGZHOU_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
