# SPDX-License-Identifier: MIT
"""A VERA module as a Python module."""

from pathlib import Path
from types import ModuleType

from ._find import find
from ._function import make_function
from ._library import find_symbol, load_library
from ._manifest import Manifest, library_name, read


class Module(ModuleType):  # pylint: disable=too-few-public-methods # the manifest provides them
    """The functions of a VERA module, under their VERA names.

    ``__file__`` is the path of its manifest, ``__manifest__`` the content of the manifest,
    ``__library__`` the library that was loaded and ``__all__`` the names of the functions.
    """

    def __init__(self, name: str, path: Path, manifest: Manifest) -> None:
        super().__init__(f"vera:{name}", f"The VERA module {name}.")
        library = load_library(path, library_name(manifest))
        self.__file__ = str(path)
        self.__library__ = library._name  # pylint: disable=protected-access # ctypes documents it
        self.__manifest__ = manifest
        self.__all__ = [function["name"] for function in manifest["functions"]]
        for function in manifest["functions"]:
            address = find_symbol(library, function["symbol"], function["node"])
            made = make_function(function, address)
            made.__module__ = self.__name__
            setattr(self, function["name"], made)


def load(name: str) -> Module:
    """The module ``vera:name``.

    Its manifest is looked for in the folders of VERA_MODULE_PATH, then in the folder that
    pkg-config reported when this package was built, then in /usr/local/lib/vera/modules and
    /usr/lib/vera/modules. If it is in none of them, ImportError lists the places. A module that
    cannot be used is an ImportError too.
    """
    path = find(name)
    return Module(name, path, read(path, name))
