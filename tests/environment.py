"""Gives the tests a data directory of their own.

Loaded by `-p` before any other plugin, because settings are read before `conftest.py`.
"""

import atexit
import os
import shutil
import tempfile

if "TONGZHOU_DATA" not in os.environ:
    folder = tempfile.mkdtemp(prefix="tongzhou-test-")
    os.environ["TONGZHOU_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
