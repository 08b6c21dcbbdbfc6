"""Ends with a clear sentence unless this is Python 3.11 or later."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an older Python must get this far)
    found = ".".join(map(str, sys.version_info[:3]))
    sys.exit("Tongzhou needs Python 3.11 or later, this is " + found + ". Try: make PY=python3.11")
