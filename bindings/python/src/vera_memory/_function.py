# SPDX-License-Identifier: MIT
"""Python functions for the functions of a manifest.

Each is compiled from text, as the methods of dataclasses are. So it has the parameters that the
manifest names, Python itself refuses a wrong number of arguments, and a call costs half of what a
loop over descriptions would. Every other name in the text starts with an underscore, as no VERA
name can.
"""

import ctypes
import keyword
import operator
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

Description = dict[str, Any]
Function = Callable[..., Any]


class _Type(NamedTuple):
    ctype: Any
    annotation: Any
    fits: str  # whether `{0}` can be passed as it is
    convert: Callable[[str, str, Any], Any]  # converts what does not fit, or raises


def refusal(wanted: str, function: str, parameter: str, value: object) -> TypeError:
    kind = type(value).__name__
    return TypeError(f"{function}: {parameter!r} must be {wanted}, not {kind}")


def integer(function: str, parameter: str, value: Any, wanted: str = "an integer") -> int:
    """Converts what Python accepts as an integer, except a bool."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise refusal(wanted, function, parameter, value)
    return operator.index(value)


def _limited(wanted: str, limits: range, function: str, parameter: str, value: Any) -> int:
    number = integer(function, parameter, value, wanted)
    if number not in limits:
        allowed = f"from {limits.start} to {limits.stop - 1}"
        raise OverflowError(f"{function}: {parameter!r} must be {allowed}, not {number}")
    return number


def _number(function: str, parameter: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise refusal("a number", function, parameter, value)
    return float(value)


def _truth(function: str, parameter: str, value: Any) -> bool:
    raise refusal("True or False", function, parameter, value)


def _limits(ctype: Any) -> range:
    values = 1 << 8 * ctypes.sizeof(ctype)
    return range(-values // 2, values // 2) if ctype(-1).value < 0 else range(values)


def _integer_type(ctype: Any, wanted: str = "an integer") -> _Type:
    limits = _limits(ctype)
    fits = f"{{0}}.__class__ is _int and {limits.start} <= {{0}} < {limits.stop}"
    return _Type(ctype, int, fits, partial(_limited, wanted, limits))


def _pointer_type() -> _Type:
    address = _integer_type(ctypes.c_void_p, "an address or None")
    return address._replace(annotation=int | None, fits=f"{{0}} is None or {address.fits}")


INTEGERS = {
    "i8": _integer_type(ctypes.c_int8),
    "i16": _integer_type(ctypes.c_int16),
    "i32": _integer_type(ctypes.c_int32),
    "i64": _integer_type(ctypes.c_int64),
    "u8": _integer_type(ctypes.c_uint8),
    "u16": _integer_type(ctypes.c_uint16),
    "u32": _integer_type(ctypes.c_uint32),
    "u64": _integer_type(ctypes.c_uint64),
}

TYPES = {
    **INTEGERS,
    "f32": _Type(ctypes.c_float, float, "{0}.__class__ is _float", _number),
    "f64": _Type(ctypes.c_double, float, "{0}.__class__ is _float", _number),
    "bool": _Type(ctypes.c_bool, bool, "{0}.__class__ is _bool", _truth),
    "ptr": _pointer_type(),
}

_NAMES: dict[str, Any] = {
    "_int": int,
    "_float": float,
    "_bool": bool,
    "_ValueError": ValueError,
    **{f"_as_{name}": known.convert for name, known in TYPES.items()},
}


def _spell(amount: str | int) -> str:
    """A number, or a parameter's name: if Python reserves it, with an underscore appended."""
    text = str(amount)
    return text + "_" if keyword.iskeyword(text) else text


def _conversions(function: Description) -> Iterator[str]:
    for parameter in function["parameters"]:
        name, kind = parameter["name"], parameter["type"]
        value = _spell(name)
        fits = TYPES[kind].fits.format(value)
        yield f"if not ({fits}): {value} = _as_{kind}({function['name']!r}, {name!r}, {value})"


def _lengths(function: Description) -> Iterator[tuple[str, str]]:
    """A parameter for the number of bytes read or written must not be negative."""
    uses = [p.get(use) for p in function["parameters"] for use in ("reads", "writes")]
    for length in dict.fromkeys(uses):
        if isinstance(length, str):
            yield f"{_spell(length)} < 0", f"{length!r} must not be negative"


def _nulls(function: Description) -> Iterator[tuple[str, str]]:
    for parameter in function["parameters"]:
        if "nonnull" in parameter:
            name, length = parameter["name"], parameter["nonnull"]
            condition = f"{_spell(length)} > 0 and not {_spell(name)}"
            yield condition, f"{name!r} must not be null while {length!r} is above 0"


def _overlaps(function: Description) -> Iterator[tuple[str, str]]:
    parameters = {parameter["name"]: parameter for parameter in function["parameters"]}
    for one in parameters.values():
        if "disjoint" in one:
            other = parameters[one["disjoint"]]
            start, other_start = _spell(one["name"]), _spell(other["name"])
            touch = f"-{_length(one)} < {start} - {other_start} < {_length(other)}"
            complaint = f"{one['name']!r} and {other['name']!r} must not overlap"
            yield f"{start} and {other_start} and {start} != {other_start} and {touch}", complaint


def _length(parameter: Description) -> str:
    return _spell(parameter["writes"] if "writes" in parameter else parameter["reads"])


def _statements(function: Description) -> Iterator[str]:
    yield from _conversions(function)
    for check in (_lengths, _nulls, _overlaps):
        for condition, complaint in check(function):
            message = f"{function['name']}: {complaint}"
            yield f"if {condition}: raise _ValueError({message!r})"
    arguments = ", ".join(_spell(parameter["name"]) for parameter in function["parameters"])
    yield f"return _call({arguments})"


def _compile(function: Description, call: Callable[..., Any]) -> Function:
    name = function["name"]
    parameters = ", ".join(_spell(parameter["name"]) for parameter in function["parameters"])
    text = "\n    ".join([f"def {_spell(name)}({parameters}):", *_statements(function)])
    names = {**_NAMES, "_call": call}
    exec(compile(text, f"<vera {name}>", "exec"), names)  # pylint: disable=exec-used
    compiled: Function = names[_spell(name)]
    return compiled


def _declaration(function: Description) -> str:
    """The declaration as VERA writes it, for help()."""
    parameters = ", ".join(f"{p['name']}: {p['type']}" for p in function["parameters"])
    result = function["returns"]["type"]
    arrow = "" if result == "void" else f" -> {result}"
    return f"{function['name']}({parameters}){arrow}\n\n{function['symbol']} of {function['node']}"


def make_function(function: Description, address: int) -> Function:
    """The Python function for that description of the function at that address."""
    takes = {_spell(p["name"]): TYPES[p["type"]] for p in function["parameters"]}
    result = function["returns"]["type"]
    gives = None if result == "void" else TYPES[result]
    ctypes_ = [known.ctype for known in takes.values()]
    prototype = ctypes.CFUNCTYPE(gives and gives.ctype, *ctypes_, use_errno=True)
    made = _compile(function, prototype(address))
    made.__doc__ = _declaration(function)
    made.__annotations__ = {name: known.annotation for name, known in takes.items()}
    made.__annotations__["return"] = gives and gives.annotation
    return made
