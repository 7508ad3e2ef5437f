# SPDX-License-Identifier: MIT
"""Where modules were when this package was built. setup.py writes it into what it builds."""

MODULEDIR = ""
