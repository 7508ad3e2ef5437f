# SPDX-License-Identifier: MIT
"""Raw heap memory of the VERA language: its module ``vera:memory``.

``memory`` is that module: its functions under their VERA names, with addresses as integers and
null as None, and nothing but the arguments checked.

``Block`` is memory that knows its size and alignment, is freed at the end of a ``with``, and gives
its bytes as a memoryview.

``load`` gives any module of VERA that is installed.
"""

from ._block import Block, memory
from ._module import load

__all__ = ["Block", "load", "memory"]
