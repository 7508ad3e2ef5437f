# SPDX-License-Identifier: MIT
"""Finding a module, and checking its manifest."""

import copy
import json
import operator
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any
from unittest import mock

from vera_memory import load, memory
from vera_memory._moduledir import MODULEDIR

# Keys that not every system reads, keys that may be missing, and keys that may hold any text.
UNREAD = {"prefix", "elf", "mach-o", "pe"}
OPTIONAL = set("const nullable reads writes nonnull disjoint owned consumes extends".split())
TEXTS = {"symbol"}


def places(value: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """The keys that lead to each value of a manifest."""
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield (*above, key)
            yield from places(value[key], *above, key)


def damages(manifest: Any) -> Iterator[tuple[Any, Any]]:
    """The manifest, with one value missing or of another kind, at each place in turn."""
    for place in places(manifest):
        *above, key = place
        if key in UNREAD:
            continue
        for wrong in None, -1, "no name", {}:
            if key not in TEXTS or wrong != "no name":
                damaged = copy.deepcopy(manifest)
                reduce(operator.getitem, above, damaged)[key] = wrong
                yield (*place, wrong), damaged
        if isinstance(key, str) and key not in OPTIONAL:
            damaged = copy.deepcopy(manifest)
            del reduce(operator.getitem, above, damaged)[key]
            yield place, damaged


class Finding(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()  # pylint: disable=consider-using-with
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        environment = mock.patch.dict(os.environ)
        environment.start()
        self.addCleanup(environment.stop)

    def look_in(self, *folders: Path | str) -> None:
        os.environ["VERA_MODULE_PATH"] = os.pathsep.join(map(str, folders))

    def write(self, **changes: Any) -> Path:
        """Writes the manifest, with changes, to an empty folder that is searched first."""
        path = self.folder / f"{changes.get('module', 'memory')}.json"
        path.write_text(json.dumps(memory.__manifest__ | changes), encoding="utf-8")
        self.look_in(self.folder)
        return path

    def copy_tree(self) -> Path:
        """Copies manifest and library, placed as installed. Returns the manifest's path."""
        modules = self.folder / "lib/vera/modules"
        modules.mkdir(parents=True)
        assert memory.__file__ is not None
        shutil.copy(memory.__library__, self.folder / "lib")
        return Path(shutil.copy(memory.__file__, modules))

    def test_path(self) -> None:
        manifest = self.copy_tree()
        self.look_in("/nowhere", manifest.parent)
        self.assertEqual(load("memory").__file__, str(manifest))
        del os.environ["VERA_MODULE_PATH"]
        self.assertEqual(load("memory").__file__, str(Path(MODULEDIR, "memory.json").resolve()))

    @unittest.skipUnless(os.name == "posix", "this system has no set-user-id programs")
    def test_other_rights(self) -> None:
        """The path is ignored if the process has rights that its user lacks."""
        self.look_in(self.copy_tree().parent)
        for identity in "geteuid", "getegid":
            with mock.patch(f"os.{identity}", return_value=12345):
                self.assertNotEqual(Path(load("memory").__library__).parent, self.folder / "lib")

    def test_moved(self) -> None:
        manifest = self.copy_tree()
        self.look_in(manifest.parent)
        moved = load("memory")
        self.assertEqual(Path(moved.__library__).parent, self.folder / "lib")
        address = moved.allocate(100)
        moved.free(address, 100)

    def test_real_folder(self) -> None:
        """The library is looked for from where the manifest is, not from a link to it."""
        manifest = self.copy_tree()
        links = self.folder / "links"
        links.mkdir()
        (links / "memory.json").symlink_to(manifest)
        self.look_in(links)
        self.assertEqual(Path(load("memory").__library__).parent, self.folder / "lib")

    def test_not_found(self) -> None:
        self.look_in("/nowhere", "relative")
        with self.assertRaises(ImportError) as caught:
            load("missing")
        places = ["/nowhere", MODULEDIR, "/usr/local/lib/vera/modules", "/usr/lib/vera/modules"]
        for place in places:
            self.assertIn(f"{place}/missing.json", str(caught.exception))
        self.assertIn("relative (passed over", str(caught.exception))

    def test_current_folder(self) -> None:
        """It is not searched, even if the path names it."""
        (self.folder / "missing.json").write_text("{}", encoding="utf-8")
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.folder)
        for path in "", ".", ":":
            self.look_in(path)
            with self.assertRaisesRegex(ImportError, "was not found"):
                load("missing")

    def test_names(self) -> None:
        for name in (
            "../memory",
            "Memory",
            "",
            "memory.json",
            "me mory",
            "memory\n",
            "1memory",
        ):
            with self.subTest(name=name), self.assertRaisesRegex(ValueError, "^load: 'name' "):
                load(name)
        for wrong in None, 3, b"memory":
            with self.subTest(name=wrong), self.assertRaisesRegex(TypeError, "^load: 'name' "):
                load(wrong)  # type: ignore[arg-type]

    def test_format(self) -> None:
        path = self.write(format=2)
        with self.assertRaisesRegex(ImportError, f"^{path}: 'format' .* not 2"):
            load("memory")

    def test_unknown_keys(self) -> None:
        functions = [function | {"news": 1} for function in memory.__manifest__["functions"]]
        self.write(news={"more": 1}, functions=functions)
        self.assertEqual(load("memory").__all__, memory.__all__)

    def test_damaged(self) -> None:
        """Each key in turn is missing, or holds a wrong value."""
        path = self.copy_tree()
        self.look_in(path.parent)
        for place, damaged in damages(json.loads(path.read_bytes())):
            with self.subTest(place=place):
                self.refuses(path, damaged)

    def test_damaged_otherwise(self) -> None:
        path = self.copy_tree()
        self.look_in(path.parent)
        text = path.read_text(encoding="utf-8")
        for damaged in (
            text[:-3],
            "[" * 100_000,
            "null",
            "[]",
            "{}",
            text.replace('"memory"', '"other"'),
            text.replace('"allocate"', '"a():"'),
            text.replace('"allocate"', '"free"'),
            text.replace('"count", "type"', '"count, *", "type"'),
            text.replace('"reads": "count"', '"reads": "dest"'),
            text.replace('"nonnull": "count"', '"nonnull": "value"'),
            text.replace('"src" }', '"count" }'),
            text.replace('"i64"', '"i128"'),
            text.replace('"i64"', '"void"'),
            text.replace('"name": "align", "type"', '"name": "size", "type"'),
        ):
            with self.subTest(text=damaged[:1000]):
                self.refuses(path, damaged)

    def refuses(self, path: Path, content: Any) -> None:
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        with self.assertRaisesRegex(ImportError, f"^{path}: "):
            load("memory")

    def test_library_names(self) -> None:
        for name in "../libvera_memory.so.1", "/libvera_memory.so.1", "a:b", "..", "", None, 1, {}:
            path = self.write(library=dict.fromkeys(("elf", "mach-o", "pe"), name))
            with self.subTest(name=name):
                with self.assertRaisesRegex(ImportError, f"^{path}: .* the name of a file, not "):
                    load("memory")
        path = self.write(library={})
        with self.assertRaisesRegex(ImportError, f"^{path}: 'library..*' is missing"):
            load("memory")

    def test_no_library(self) -> None:
        path = self.write(library=dict.fromkeys(("elf", "mach-o", "pe"), "libvera_none.so.1"))
        beside = os.path.normpath(path.parent / "../../libvera_none.so.1")
        with self.assertRaises(ImportError) as caught:
            load("memory")
        for word in str(path), beside, "by the loader":
            self.assertIn(word, str(caught.exception))

    def test_broken_library(self) -> None:
        """A library that exists is not skipped for another."""
        manifest = self.copy_tree()
        library = self.folder / "lib" / Path(memory.__library__).name
        library.write_bytes(b"no library")
        self.look_in(manifest.parent)
        with self.assertRaisesRegex(ImportError, f"^{library} cannot be loaded"):
            load("memory")

    def test_no_symbol(self) -> None:
        manifest = self.copy_tree()
        text = manifest.read_text(encoding="utf-8")
        self.look_in(manifest.parent)
        manifest.write_text(text.replace('"vera_memory_free"', '"vera_memory_lose"'), "utf-8")
        with self.assertRaisesRegex(ImportError, "vera_memory_lose"):
            load("memory")

    @unittest.skipUnless(sys.platform == "linux", "this system has no symbol nodes")
    def test_no_node(self) -> None:
        manifest = self.copy_tree()
        text = manifest.read_text(encoding="utf-8")
        self.look_in(manifest.parent)
        manifest.write_text(text.replace("MEMORY_1.0", "MEMORY_9.0"), "utf-8")
        with self.assertRaisesRegex(ImportError, "MEMORY_9.0"):
            load("memory")

    def test_newer(self) -> None:
        modules = os.environ.get("newer_modules")
        if modules is None:
            self.skipTest("newer_modules is not set")
        program = (
            "from vera_memory import Block, memory\n"
            "with Block(8) as one, Block(8) as other:\n"
            "    one.fill(1); other.fill(1); other.view[5] = 2\n"
            "    print(memory.compare_memory(one.address, other.address, 8))\n"
            "try: memory.compare_memory(None, None, 1)\n"
            "except ValueError as error: print(error)\n"
        )
        ran = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "VERA_MODULE_PATH": modules},
            capture_output=True,
            text=True,
            check=True,
        )
        self.assertEqual(ran.stdout.splitlines()[0], "5")
        self.assertRegex(ran.stdout.splitlines()[1], "^compare_memory: 'left' ")
