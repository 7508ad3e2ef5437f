# SPDX-License-Identifier: MIT
"""Reads a manifest: a module's description of itself. Unknown keys are ignored, because a later
manifest may add some. A later format may change everything, so it is refused."""

import json
import sys
from pathlib import Path
from typing import Any

from ._check import check

# The key of this system's library: ELF on every other system.
_LIBRARY = {"darwin": "mach-o", "win32": "pe"}.get(sys.platform, "elf")

Manifest = dict[str, Any]


def read(path: Path, name: str) -> Manifest:
    """The manifest in that file, for the module of that name."""
    try:
        manifest: Manifest = json.loads(path.read_bytes())
        check(manifest, name, _LIBRARY)
    except (OSError, RecursionError, ValueError) as error:
        raise ImportError(f"{path}: {error}", name=name, path=str(path)) from error
    return manifest


def library_name(manifest: Manifest) -> str:
    """The library's file name on this system."""
    name: str = manifest["library"][_LIBRARY]
    return name
