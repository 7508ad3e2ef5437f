# SPDX-License-Identifier: MIT
"""Adds to the build what pyproject.toml cannot express: the folder of this system's modules."""

import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


def moduledir() -> str:
    """The folder that pkg-config reports, or "" if it does not know the library."""
    command = ["pkg-config", "--variable=moduledir", "vera_memory"]
    try:
        asked = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    except OSError:
        return ""
    return asked.stdout.strip()


class BuildPy(build_py):
    """Writes the folder into the built package. The sources name none."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            folder = moduledir()
            if not folder:
                self.warn("pkg-config finds no vera_memory.pc: set PKG_CONFIG_PATH to its folder")
            # Start from the source: a file left by an earlier build may name another folder.
            text = Path("src", "vera_memory", "_moduledir.py").read_text(encoding="utf-8")
            text = text.replace('MODULEDIR = ""', f"MODULEDIR = {folder!r}")
            built = Path(self.build_lib, "vera_memory", "_moduledir.py")
            built.write_text(text, encoding="utf-8")


setup(cmdclass={"build_py": BuildPy})
