#!/bin/sh
# vera-repl through a pseudo-terminal, as it was configured.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/repl/setup.sh"

test -z "$exeext" || skip_all 'a console is no pseudo-terminal'
test -z "${VERA_TEST_EMULATOR-}" || skip_all 'an emulator stands between the terminal and the program'
python3 -c 'import pty; pty.openpty()' 2>/dev/null ||
    skip_all 'python3 or a pseudo-terminal is missing'
python3 "$top_srcdir/tests/repl/terminal.py" "$repl" "$modules" "$folder"
