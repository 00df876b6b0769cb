"""This process among others: the port that it wants, its environment for a child, what ends it, and what is left."""

import errno
import os
import signal
import socket
import sys
import threading
from contextlib import suppress

from msgspec import structs

from api.settings import PREFIX, Settings

# Each byte becomes this one; without the cache of each thread, in which freed memory is kept as it was.
_WIPING = "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"


class PortTaken(RuntimeError):
    """Another program listens where we should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"Port {port} on {host} is in use. Stop the program that listens there, or choose another with --port."
        )


def check_port(settings: Settings) -> None:
    """See early, before a database is started, whether we can listen. Raises :class:`PortTaken`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(settings.host, settings.port) from None


def leave_no_core() -> None:
    """
    Write no memory to the disk in a crash, neither this process nor its children.

    What is in there has passwords, keys that papers are signed with, and ballots beside the requests that came next.
    """
    with suppress(ImportError):  # Windows has neither the module nor the files
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def wipe_what_is_freed() -> None:
    """
    Have the C library overwrite memory as it is freed, in this process and its children. It begins the program anew.

    Bodies of requests, answers and states lie there side by side: a ballot, and the name in the request before it.
    glibc reads such settings when a program starts and not later; other libraries have none, and nothing happens.
    """
    try:
        library = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, ValueError):
        return
    given = os.environ.get("GLIBC_TUNABLES", "")
    if library and _WIPING not in given:
        os.environ["GLIBC_TUNABLES"] = f"{given}:{_WIPING}".lstrip(":")
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves, as we were called


def environment_of(settings: Settings) -> dict[str, str]:
    """This process's environment with every setting in it, for a child."""
    given = {f"{PREFIX}{field.name.upper()}": str(getattr(settings, field.name)) for field in structs.fields(Settings)}
    return {**os.environ, **given}


def stop_on_signals() -> None:
    """
    Let SIGTERM end a command the way Ctrl-C does, so that the embedded database is stopped.

    Ctrl-C does so also where a shell had it ignored (``dienhong demo &`` in a script), as it ends uvicorn there.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def stop_with_stdin() -> None:
    """End this process as SIGTERM does when standard input ends: whoever holds its other end is gone then."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="stdin", daemon=True).start()
