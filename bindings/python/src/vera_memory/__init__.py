# SPDX-License-Identifier: MIT
"""Raw heap memory: the module ``vera:memory`` of the VERA language.

``memory`` is that module: its functions under their VERA names. Addresses are integers and null is
None. Only the arguments are checked.

``Block`` is memory that knows its size and alignment, is freed at the end of a ``with``, and
provides its bytes as a memoryview.

``load`` loads any installed VERA module.
"""

from ._block import Block, memory
from ._module import load

__all__ = ["Block", "load", "memory"]
