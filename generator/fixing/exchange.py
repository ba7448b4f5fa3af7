"""Exchanges two files in one step, so that what stood in a place can be looked at after something else stands there.

Linux's renameat2(2) with RENAME_EXCHANGE, which Python doesn't offer (https://man7.org/linux/man-pages/man2/rename.2.html).
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_HERE = -100
"""AT_FDCWD: paths are looked up from the folder of the process."""

_EXCHANGE = 2
"""RENAME_EXCHANGE"""


class NoExchangeError(Exception):
    """This system, or this file system, can't exchange files."""


def exchange(one: Path, other: Path) -> None:
    """Give each of two files the name of the other, in one step; both are there.

    Raises `NoExchangeError` where that can't be done, for whatever reason; nothing is changed then.
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError) as error:
        raise NoExchangeError from error
    if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)):
        raise NoExchangeError(os.strerror(ctypes.get_errno()))
