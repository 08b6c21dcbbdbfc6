"""Gives the tests, and each process that shares in them, a data directory of its own.

Loaded by `-p` before any other plugin, because settings are read before `conftest.py`.
"""

import atexit
import os
import shutil
import sys
import tempfile


def _own_folder(variable: str) -> None:
    folder = tempfile.mkdtemp(prefix="tongzhou-test-")
    os.environ[variable] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


# What a process inherits belongs to the one that started it: one's files are not the other's.
if "TONGZHOU_DATA" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
    _own_folder("TONGZHOU_DATA")
# This one is for all processes of one run: what was made in it once is made for all.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _own_folder("TONGZHOU_TEST_RUN")
# A run starts dozens of processes; without this each could have to compile all modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
