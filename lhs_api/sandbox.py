"""What a worker process may no longer do: reach the network, grow without bound, leave files.

On Linux a seccomp filter makes every call that opens a socket or a connection fail, in this process
and its children, for good; the sockets that the process holds already go on working. Elsewhere the
other bounds hold and `network_denied` says so.
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from typing import Final

from lhs_api.limits import Limits

__all__ = ["deny_network", "enter", "give_way", "write_no_files"]

_LOWEST: Final = 19
_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER_MODE: Final = 2
_LOAD_WORD: Final = 0x20
_JUMP_EQUAL: Final = 0x15
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_DENY: Final = 0x00050000 | 1
"""SECCOMP_RET_ERRNO with EPERM."""
_ARCHITECTURES: Final = {
    "x86_64": (0xC000003E, {"socket": 41, "connect": 42, "bind": 49, "io_uring_setup": 425}),
    "aarch64": (0xC00000B7, {"socket": 198, "connect": 203, "bind": 200, "io_uring_setup": 425}),
}
"""By machine: the audit number and the numbers of the calls that are denied."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def enter(limits: Limits) -> bool:
    """Bound this process for the rest of its life; gives whether the network is denied.

    It becomes the leader of a process group, so that one signal ends it and all that it started.
    """
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return deny_network()


def write_no_files() -> None:
    """Have every write to a file fail from now on; sockets and pipes go on working."""
    os.chdir("/")
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def give_way() -> None:
    """Have this process run only when no other wants to; this cannot be taken back."""
    os.nice(_LOWEST)
    if hasattr(os, "SCHED_IDLE"):
        with suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def deny_network() -> bool:
    """Install the filter; False where the system has none."""
    known = _ARCHITECTURES.get(platform.machine())
    if not sys.platform.startswith("linux") or known is None:
        return False
    audit, calls = known
    steps = [
        _step(_LOAD_WORD, 4),
        _step(_JUMP_EQUAL, audit, 1, 0),
        _step(_RETURN, _DENY),
        _step(_LOAD_WORD, 0),
    ]
    for number in calls.values():
        steps += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, _DENY)]
    steps.append(_step(_RETURN, _ALLOW))
    content = b"".join(steps)
    buffer = ctypes.create_string_buffer(content, len(content))
    program = _Program(len(steps), ctypes.cast(buffer, ctypes.c_void_p))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    installed: int = system.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)
    return installed == 0


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction of the filter's machine."""
    return struct.pack("HBBI", code, if_true, if_false, value)
