#!/bin/sh
# Stands for every test program on Check where configure did not find it.
. "$top_srcdir/tests/tap.sh"
skip_all 'no test program was built: configure did not find Check 0.15 or later'
