#!/bin/sh
# Stands for the tests of the shared library where configure was told not to build it.
. "$top_srcdir/tests/tap.sh"
skip_all 'the tests of the shared library are left out: --disable-shared'
