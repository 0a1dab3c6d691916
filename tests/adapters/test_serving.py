"""What a process that serves does with itself."""

import subprocess
import sys

_COUNTS = """
import gc
from adapters import bootstrap, serving
before = len(gc.get_objects())
serving.stay()
print(before, len(gc.get_objects()))
"""


def test_what_it_needs_to_run_is_not_looked_through_for_garbage():
    """Or everybody would wait for it, every now and then."""
    told = subprocess.run([sys.executable, "-c", _COUNTS], check=True, capture_output=True, text=True).stdout
    before, after = map(int, told.split())
    assert before > 50_000
    assert after < before / 100
