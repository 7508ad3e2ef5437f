# SPDX-License-Identifier: MIT
"""A module of VERA as a module of Python."""

from pathlib import Path
from types import ModuleType

from ._find import find
from ._function import make_function
from ._library import find_symbol, load_library
from ._manifest import Manifest, library_name, read


class Module(ModuleType):  # pylint: disable=too-few-public-methods # they are the manifest's
    """The functions of a module of VERA, under their names in it.

    ``__file__`` is its manifest, ``__manifest__`` what stands in that, ``__library__`` the library
    that was loaded and ``__all__`` the names of the functions.
    """

    def __init__(self, name: str, path: Path, manifest: Manifest) -> None:
        super().__init__(f"vera:{name}", f"The module {name} of VERA.")
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

    Its manifest is looked for in the folders of VERA_MODULE_PATH, in the one that pkg-config told
    when this package was built, in /usr/local/lib/vera/modules and in /usr/lib/vera/modules.
    Raises ImportError, which lists the places, if it is in none, or cannot be used.
    """
    path = find(name)
    return Module(name, path, read(path, name))
