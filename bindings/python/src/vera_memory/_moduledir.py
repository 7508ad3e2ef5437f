# SPDX-License-Identifier: MIT
"""The module folder when this package was built. setup.py writes it into the built package."""

MODULEDIR = ""
