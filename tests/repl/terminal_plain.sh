#!/bin/sh
# vera-repl on a pseudo-terminal, with the prompt without libedit. The tests are in
# terminal.py.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/repl/setup.sh"

test -z "$exeext" || skip_all 'Windows has no POSIX pseudo-terminals'
test -z "${VERA_TEST_EMULATOR-}" || skip_all 'the program would run in an emulator, not on the terminal'
python3 -c 'import pty; pty.openpty()' 2>/dev/null ||
    skip_all 'python3 or a pseudo-terminal is missing'
python3 "$top_srcdir/tests/repl/terminal.py" "$top_builddir/tests/repl/vera-repl-plain" "$modules" "$folder"
