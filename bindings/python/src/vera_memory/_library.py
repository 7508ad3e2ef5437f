# SPDX-License-Identifier: MIT
"""Loads a module's library, and looks up its symbols."""

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path

# Relative to the manifest's folder. On Windows, libraries are in bin, with the programs.
_PLACES = ("../..", "../../../bin") if sys.platform == "win32" else ("../..",)


def load_library(manifest: Path, name: str) -> ctypes.CDLL:
    """The library installed with the manifest, or else the one that the system's loader finds.

    A library that exists but cannot be loaded is an error: no other may silently replace it.
    """
    tried = []
    for place in _PLACES:
        path = Path(os.path.normpath(manifest.parent / place / name))
        if path.exists():
            return _open(str(path), f"{path} cannot be loaded")
        tried.append(str(path))
    places = ", ".join(tried)
    return _open(name, f"{manifest}: no library; it was looked for as {places}, and by the loader")


def _open(file: str, complaint: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(file)
    except OSError as error:
        raise ImportError(f"{complaint}: {error}", path=file) from error


def _find_versioned() -> Callable[[int, bytes, bytes], int | None] | None:
    """The system's look-up of a symbol at its node, if it has one."""
    if os.name != "posix":
        return None
    prototype = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    try:
        return prototype(("dlvsym", ctypes.CDLL(None)))
    except AttributeError:
        return None


_versioned = _find_versioned()


# ctypes documents _handle and _name.
# pylint: disable=protected-access
def find_symbol(library: ctypes.CDLL, symbol: str, node: str) -> int:
    """The address of a symbol at its node. Systems without nodes look up only the name; there, the
    major version in the library's file name keeps an incompatible library out."""
    if _versioned is not None:
        address = _versioned(library._handle, symbol.encode(), node.encode())
    elif hasattr(library, symbol):
        address = ctypes.cast(library[symbol], ctypes.c_void_p).value
    else:
        address = None
    if address is None:
        raise ImportError(f"{library._name} has no {symbol} of {node}", path=library._name)
    return address
