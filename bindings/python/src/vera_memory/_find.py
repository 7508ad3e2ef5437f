# SPDX-License-Identifier: MIT
"""Finds a module's manifest. The current folder is never searched: whoever controls it would
control which code is loaded."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ._moduledir import MODULEDIR

USUAL = ("/usr/local/lib/vera/modules", "/usr/lib/vera/modules")

_NAME = re.compile("[a-z][a-z0-9_]*")


def is_name(text: object) -> bool:
    """Whether it is a valid name in VERA."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def _trusted() -> bool:
    """Whether the environment comes from the user whose rights the process has."""
    if os.name != "posix":
        return True
    return (os.getuid(), os.getgid()) == (os.geteuid(), os.getegid())


def _folders() -> Iterator[str]:
    if _trusted():
        yield from filter(None, os.environ.get("VERA_MODULE_PATH", "").split(os.pathsep))
    if MODULEDIR:
        yield MODULEDIR
    yield from USUAL


def find(name: str) -> Path:
    """The manifest of the module ``vera:name``."""
    if not isinstance(name, str):
        raise TypeError(f"load: 'name' must be a str, not {type(name).__name__}")
    if not is_name(name):
        raise ValueError(f"load: 'name' must be the name of a module, not {name!r}")
    tried = []
    for folder in _folders():
        path = Path(folder, name + ".json")
        if not path.is_absolute():
            tried.append(f"{folder} (passed over: not an absolute path)")
        elif os.path.isfile(path):
            return path.resolve()
        else:
            tried.append(str(path))
    places = ", ".join(tried)
    raise ImportError(f"vera:{name} was not found; it was looked for as {places}", name=name)
