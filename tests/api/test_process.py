"""What a process settles about itself before it begins."""

import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

BEGINS = """
import os
from api.process import wipe_what_is_freed
print(os.getpid(), flush=True)
wipe_what_is_freed()
print(os.environ["GLIBC_TUNABLES"])
"""


@pytest.mark.skipif(sys.platform != "linux" or not os.confstr("CS_GNU_LIBC_VERSION"), reason="only glibc can be told")
def test_a_process_begins_anew_once_and_keeps_what_the_installer_has_set():
    given = os.environ | {"GLIBC_TUNABLES": "glibc.malloc.arena_max=4"}

    command = [sys.executable, "-c", BEGINS]
    child = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=False)

    assert child.returncode == 0, child.stderr
    *began, tunables = child.stdout.split()
    assert tunables == "glibc.malloc.arena_max=4:glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"
    assert len(set(began)) == 1
