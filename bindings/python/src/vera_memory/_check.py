# SPDX-License-Identifier: MIT
"""Checks a manifest. Functions are compiled and called according to it, so everything that is used
later is checked here, once."""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from ._find import is_name
from ._function import INTEGERS, TYPES

FORMAT = 1


class _Kind(NamedTuple):
    words: str
    fits: Callable[[Any], bool]


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_power(value: Any) -> bool:
    return _is_integer(value) and value > 0 and not value & (value - 1)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != "" and value.isprintable()


def _is_file(value: Any) -> bool:
    """A file name that is not a path on any system: a manifest does not say where its library
    is."""
    return _is_text(value) and value not in (".", "..") and not set(value) & set("/\\:")


_OBJECT = _Kind("an object", lambda value: isinstance(value, dict))
_ARRAY = _Kind("an array", lambda value: isinstance(value, list))
_FLAG = _Kind("true or false", lambda value: isinstance(value, bool))
_TEXT = _Kind("printable text", _is_text)
_NAME = _Kind("a name", is_name)
_FILE = _Kind("the name of a file", _is_file)
_POWER = _Kind("a power of two", _is_power)
_FORMAT = _Kind(f"{FORMAT}, the known format", lambda v: _is_integer(v) and v == FORMAT)


def _one_of(words: str, values: Collection[str]) -> _Kind:
    return _Kind(words, lambda value: isinstance(value, str) and value in values)


def _unused(kind: _Kind, used: Collection[str]) -> _Kind:
    words = f"{kind.words} that is not yet used"
    return _Kind(words, lambda value: kind.fits(value) and value not in used)


def _or_parameter(words: str, fits: Callable[[Any], bool], names: Collection[str]) -> _Kind:
    parameter = _one_of("the name of an integer parameter", names)
    return _Kind(f"{words} or {parameter.words}", lambda v: fits(v) or parameter.fits(v))


def _show(value: Any) -> str:
    for kind in (_OBJECT, _ARRAY):
        if kind.fits(value):
            return kind.words
    return json.dumps(value)


def _expect(place: str, value: Any, kind: _Kind) -> Any:
    if not kind.fits(value):
        raise ValueError(f"{place} must be {kind.words}, not {_show(value)}")
    return value


class _Table:
    """An object of the manifest, and its place there."""

    def __init__(self, place: str, value: Any) -> None:
        self.place = place
        self.values: dict[str, Any] = _expect(f"'{place}'" if place else "this", value, _OBJECT)

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def where(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def take(self, key: str, kind: _Kind) -> Any:
        """The value of that key, which must be of that kind."""
        if key not in self:
            raise ValueError(f"'{self.where(key)}' is missing")
        return _expect(f"'{self.where(key)}'", self.values[key], kind)

    def table(self, key: str) -> "_Table":
        return _Table(self.where(key), self.take(key, _OBJECT))

    def tables(self, key: str) -> "Iterator[_Table]":
        for index, value in enumerate(self.take(key, _ARRAY)):
            yield _Table(f"{self.where(key)}[{index}]", value)


def _names(parameters: list[_Table]) -> list[str]:
    return [parameter.values["name"] for parameter in parameters]


def _others(one: _Table, parameters: list[_Table]) -> list[_Table]:
    """The parameters that `one` may be disjoint from. Both must be read or written."""
    touched = [each for each in parameters if "reads" in each or "writes" in each]
    return [each for each in touched if each is not one] if one in touched else []


def _check_attributes(one: _Table, parameters: list[_Table]) -> None:
    """Checks the attributes of a parameter or a result."""
    counts = _names([each for each in parameters if each.values["type"] in INTEGERS])
    number = _or_parameter("a number", lambda value: _is_integer(value) and value >= 0, counts)
    power = _or_parameter(_POWER.words, _is_power, counts)
    others = _names(_others(one, parameters))
    kinds = {
        **dict.fromkeys(("const", "nullable"), _FLAG),
        **dict.fromkeys(("reads", "writes", "nonnull"), number),
        **dict.fromkeys(("consumes", "owned"), _OBJECT),
        "disjoint": _one_of("another parameter, read or written as this one is", others),
    }
    for key in filter(one.__contains__, kinds):
        if one.values["type"] != "ptr":
            raise ValueError(f"'{one.where(key)}' is for a ptr")
        one.take(key, kinds[key])
        if kinds[key] is _OBJECT:
            one.table(key).take("size", number)
            one.table(key).take("align", power)


def _check_signature(function: _Table) -> None:
    parameters = list(function.tables("parameters"))
    names: list[str] = []
    for parameter in parameters:
        names.append(parameter.take("name", _unused(_NAME, names)))
        parameter.take("type", _one_of("a known type", TYPES))
    result = function.table("returns")
    result.take("type", _one_of("a known type", [*TYPES, "void"]))
    for one in (*parameters, result):
        _check_attributes(one, parameters)


def check(content: Any, name: str, library: str) -> None:
    """Raises ValueError unless it is a manifest of that module with that kind of library."""
    manifest = _Table("", content)
    manifest.take("format", _FORMAT)
    manifest.take("module", _one_of(repr(name), [name]))
    manifest.table("library").take(library, _FILE)
    manifest.take("align", _POWER)
    nodes: list[str] = []
    for node in manifest.tables("nodes"):
        if "extends" in node:
            node.take("extends", _one_of("an earlier node", nodes))
        nodes.append(node.take("name", _unused(_TEXT, nodes)))
    names: list[str] = []
    for function in manifest.tables("functions"):
        names.append(function.take("name", _unused(_NAME, names)))
        function.take("symbol", _TEXT)
        function.take("node", _one_of("one of the nodes", nodes))
        _check_signature(function)
