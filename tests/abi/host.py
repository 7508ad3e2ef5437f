"""A host of VERA modules in Python, which knows manifests and no module.

As in any host, the types of every call come from the manifest, and the library
is found from the manifest's folder.
"""
import ctypes
import json
import os

TYPES = {
    "i8": ctypes.c_int8, "i16": ctypes.c_int16, "i32": ctypes.c_int32, "i64": ctypes.c_int64,
    "u8": ctypes.c_uint8, "u16": ctypes.c_uint16, "u32": ctypes.c_uint32, "u64": ctypes.c_uint64,
    "f32": ctypes.c_float, "f64": ctypes.c_double, "bool": ctypes.c_bool,
    "ptr": ctypes.c_void_p, "void": None,
}


class Module:
    """A module's functions, as attributes with their VERA names."""

    def __init__(self, path):
        with open(path, encoding="ascii") as file:
            self.manifest = json.load(file)
        if self.manifest["format"] != 1:
            raise ValueError(f"{path}: format {self.manifest['format']} is unknown")
        folder = os.path.dirname(os.path.realpath(path))
        library = os.path.join(folder, "..", "..", self.manifest["library"]["elf"])
        self.library = ctypes.CDLL(library, use_errno=True)
        for function in self.manifest["functions"]:
            setattr(self, function["name"], self.prepared(function))

    def prepared(self, function):
        call = getattr(self.library, function["symbol"])
        call.argtypes = [TYPES[parameter["type"]] for parameter in function["parameters"]]
        call.restype = TYPES[function["returns"]["type"]]
        return call


class Tap:
    """Prints results in TAP, as tests/tap.sh does."""

    def __init__(self):
        self.count = self.failed = 0

    def check(self, name, good):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")

    def finish(self):
        print(f"1..{self.count}")
        raise SystemExit(self.failed != 0)
