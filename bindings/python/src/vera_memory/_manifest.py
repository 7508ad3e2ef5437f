# SPDX-License-Identifier: MIT
"""Reading a manifest: what a module says of itself. Keys that are not known here are ignored,
because a later manifest may add some; a later format may change everything, so it is refused."""

import json
import sys
from pathlib import Path
from typing import Any

from ._find import is_name

FORMAT = 1

# The systems' names for their formats of libraries; everything else has ELF.
_LIBRARIES = {"darwin": "mach-o", "win32": "pe"}

Manifest = dict[str, Any]


def _check_format(manifest: Manifest) -> None:
    if manifest["format"] != FORMAT:
        raise ValueError(f"format {manifest['format']!r} is not known here, only {FORMAT}")


def _check_names(manifest: Manifest) -> None:
    """Functions are made from names, so a name must be nothing else."""
    for function in manifest["functions"]:
        names = [function["name"], *(parameter["name"] for parameter in function["parameters"])]
        for name in names:
            if not is_name(name):
                raise ValueError(f"{name!r} is not a name")


def read(path: Path, name: str) -> Manifest:
    """The manifest in that file, of the module of that name."""
    try:
        manifest: Manifest = json.loads(path.read_bytes())
        _check_format(manifest)
        _check_names(manifest)
        if manifest["module"] != name:
            raise ValueError(f"this is the module {manifest['module']!r}")
    except KeyError as error:
        raise ImportError(f"{path}: {error} is missing", name=name, path=str(path)) from error
    except (OSError, TypeError, ValueError) as error:
        raise ImportError(f"{path}: {error}", name=name, path=str(path)) from error
    return manifest


def library_name(manifest: Manifest) -> str:
    """The library's file on this system: a name, because a manifest does not say where it is."""
    name: str = manifest["library"][_LIBRARIES.get(sys.platform, "elf")]
    if name in ("", ".", "..") or "/" in name or "\\" in name:
        raise ImportError(f"vera:{manifest['module']}: {name!r} is not the name of a file")
    return name
