"""One command at a time in this folder: `make -j4 book test` must not build one environment twice at once."""

import contextlib
import os

from tools import ROOT
from tools.console import say

LOCK = ROOT / "_build" / "make.lock"


@contextlib.contextmanager
def alone(path=LOCK):
    """Hold the lock; wait, and say so, while another command holds it. The system frees it when a command dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        if not taken(file, wait=False):
            say("Another command is at work in this folder: waiting for it ...")
            while not taken(file, wait=True):
                pass
        yield


if os.name == "nt":
    import msvcrt

    def taken(file, wait):
        """Whether the lock is now ours; Windows waits ten seconds at most."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def taken(file, wait):
        """Whether the lock is now ours."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
